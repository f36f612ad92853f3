import { useState } from 'react';
import { isSameJson } from '../../../../libs/evaluation/targeting/same-json.js';
import type { Flag } from './flag-types.js';
import { edited, type EditedRule } from './rules.js';

/** What an edit of rules is based on. */
type Base = Pick<Flag, 'revision' | 'rules'>;

/** Rules while they are edited. What others save meanwhile is taken where nothing is edited, and said where something is. */
export function useEditedRules(flag: Flag) {
  const [base, setBase] = useState<Base>(flag);
  const [rules, setRules] = useState<readonly EditedRule[]>(() => flag.rules.map(edited));
  const [changed, setChanged] = useState(false);
  const isNewer = flag.revision > base.revision;
  const others = isNewer && !isSameJson(flag.rules, base.rules);
  if (isNewer && !(changed && others)) {
    setBase(flag);
    if (others) setRules(flag.rules.map(edited));
  }
  return {
    rules,
    changed,
    /** The revision that the edit is based on. */
    revision: base.revision,
    /** What somebody else saved meanwhile; null: nothing. */
    theirs: changed && others ? flag.rules : null,
    edit: (next: readonly EditedRule[]) => {
      setRules(next);
      setChanged(true);
    },
    /** Said by effects of the builders, so the newest list is taken. */
    noteUnfinished: (id: number, unfinished: string | null) =>
      setRules((held) =>
        held.some((rule) => rule.id === id && rule.unfinished !== unfinished)
          ? held.map((rule) => (rule.id === id ? { ...rule, unfinished } : rule))
          : held,
      ),
    /** One's own rules go over those of somebody else. */
    keepMine: () => setBase(flag),
    takeTheirs: () => {
      setBase(flag);
      setRules(flag.rules.map(edited));
      setChanged(false);
    },
    saved: (answer: Base) => {
      setBase(answer);
      setChanged(false);
    },
  };
}
