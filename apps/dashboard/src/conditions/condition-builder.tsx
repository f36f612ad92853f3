import { useEffect, useId, useState } from 'react';
import { isSameJson } from '../../../../libs/evaluation/targeting/same-json.js';
import { ConditionGroup } from './condition-group.js';
import { isObject, withAdded, withPart, type Condition, type Group, type Json, type Node } from './model.js';
import { parseCondition } from './parse.js';
import { writeCondition } from './write.js';

export type { Condition } from './model.js';

interface ConditionBuilderProps {
  /** The condition; null: it holds for everybody. */
  readonly value: Condition | null;
  /** Called with each finished condition, not while a part is half typed. */
  readonly change: (value: Condition | null) => void;
  /** Why the value is refused. */
  readonly error?: string | undefined;
  /** Called when the builder holds something unfinished, which `value` has not: do not save then. Null: it is finished. */
  readonly fault?: ((why: string | null) => void) | undefined;
}

interface Shown {
  /** The condition that tree and text show, as far as they are finished. */
  readonly condition: Condition | null;
  /** Undefined: only the text can show it. */
  readonly tree: Group | undefined;
  readonly text: string;
  readonly treeFault: { readonly part: string; readonly why: string } | null;
  readonly textFault: string | null;
}

/** A condition as groups and rows beside its JSON. Either can be edited, and the other follows. */
export function ConditionBuilder({ value, change, error, fault }: ConditionBuilderProps) {
  const [shown, setShown] = useState(() => shownOf(value));
  const errorId = useId();
  const textId = useId();
  // Another value than the last one that this builder said: somebody else's, or an undo.
  if (!isSameJson(shown.condition, value)) setShown(shownOf(value));

  const unfinished = shown.textFault ?? shown.treeFault?.why ?? null;
  useEffect(() => fault?.(unfinished), [fault, unfinished]);

  const say = (next: Shown) => {
    setShown(next);
    if (!isSameJson(next.condition, shown.condition)) change(next.condition);
  };
  const edited = (tree: Group) => say(afterTree(shown, tree));
  const { tree } = shown;
  const described = error === undefined ? undefined : errorId;
  return (
    <div className="condition">
      <fieldset className="condition-tree" disabled={shown.textFault !== null} aria-describedby={described}>
        <legend className="visually-hidden">Condition</legend>
        {tree ? (
          <ConditionGroup
            group={tree}
            name="Condition"
            fault={shown.treeFault}
            editing={{
              root: (group) => edited(group),
              part: (id: string, next: (node: Node) => Node | null) => edited(withPart(tree, id, next)),
              add: (groupId: string, part: Node) => edited(withAdded(tree, groupId, part)),
            }}
          />
        ) : (
          <p className="hint">The builder cannot show this condition. Edit its JSON.</p>
        )}
      </fieldset>
      <div className="field condition-json">
        <label htmlFor={textId}>As JSON</label>
        <textarea
          id={textId}
          className="code"
          spellCheck={false}
          placeholder={'{ "country": { "$in": ["NL", "BE"] } }'}
          aria-invalid={shown.textFault !== null || error !== undefined ? true : undefined}
          aria-describedby={described}
          value={shown.text}
          rows={Math.min(20, Math.max(6, shown.text.split('\n').length + 1))}
          onChange={(event) => say(afterText(shown, event.target.value))}
        />
        {shown.textFault !== null && (
          <p className="field-error" role="alert">
            {shown.textFault}
          </p>
        )}
      </div>
      {error !== undefined && (
        <p id={errorId} className="field-error condition-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

const textOf = (condition: Condition | null): string => (condition === null ? '' : JSON.stringify(condition, null, 2));

const shownOf = (condition: Condition | null): Shown => ({
  condition,
  tree: parseCondition(condition),
  text: textOf(condition),
  treeFault: null,
  textFault: null,
});

/** The text follows the tree, once what is said there is finished. */
function afterTree(before: Shown, tree: Group): Shown {
  const written = writeCondition(tree);
  if (written.fault !== null) return { ...before, tree, treeFault: { part: written.part, why: written.fault } };
  const { condition } = written;
  return { condition, tree, text: textOf(condition), treeFault: null, textFault: null };
}

function afterText(before: Shown, text: string): Shown {
  const read = readText(text);
  if (typeof read === 'string') return { ...before, text, textFault: read };
  return { condition: read, tree: parseCondition(read), text, treeFault: null, textFault: null };
}

/** The condition of a text, or what is wrong with the text. */
function readText(text: string): Condition | null | string {
  if (text.trim() === '') return null;
  try {
    // The cast says what JSON.parse returns.
    const value = JSON.parse(text) as Json;
    if (value === null || isObject(value)) return value;
    return 'A condition is a JSON object.';
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
