import { useState } from 'react';
import { UnsavedGuard } from '../forms/unsaved-guard.js';
import { problemFrom, server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { useDone } from '../ui/use-done.js';
import { defaultText, type Flag, variantNames } from './flag-types.js';
import { Prerequisites } from './prerequisites.js';
import { RuleCard } from './rule-card.js';
import { asRequest, edited, type EditedRule, moved } from './rules.js';

/** The rules of the flag in this environment. The first one that holds decides. */
export function RulesTab({ flag }: { readonly flag: Flag }) {
  const [rules, setRules] = useState<readonly EditedRule[]>(() => flag.rules.map(edited));
  const [changed, setChanged] = useState(false);
  const obstacle = useObstacle('experimenter');
  const replace = server.useMutation('put', '/v1/flags/{key}/rules');
  const done = useDone();
  const names = variantNames(flag);
  const blocked = flag.archived ? 'The flag is archived.' : obstacle;

  const edit = (next: readonly EditedRule[]) => {
    setRules(next);
    setChanged(true);
  };
  // Said by an effect of the builder, so the newest list is taken.
  const noteUnfinished = (id: number, unfinished: string | null) =>
    setRules((held) =>
      held.some((rule) => rule.id === id && rule.unfinished !== unfinished)
        ? held.map((rule) => (rule.id === id ? { ...rule, unfinished } : rule))
        : held,
    );
  const unfinished = rules.find((rule) => rule.unfinished !== null)?.unfinished ?? null;
  const add = () => edit([...rules, edited({ name: null, when: {}, serve: names[0] ?? '' })]);
  const save = () =>
    replace.mutate(
      {
        params: { path: { key: flag.key }, header: { 'If-Match': `"${flag.revision}"` } },
        body: rules.map(asRequest),
      },
      {
        onSuccess: () => {
          setChanged(false);
          done(`The rules of ${flag.key} are saved`);
        },
      },
    );
  const { errors } = replace.error ? problemFrom(replace.error) : { errors: [] };
  const errorOf = (index: number) => (path: string) =>
    errors.find(({ pointer }) => pointer === `/${index}/${path}` || pointer.startsWith(`/${index}/${path}/`))?.detail;

  return (
    <div className="form">
      <UnsavedGuard unsaved={changed && !replace.isPending} />
      <section aria-label="Rules" className="rules">
        <p className="hint">
          The first rule that holds decides. Experiments, pins and overrides come before the rules.
        </p>
        <ol>
          {rules.map((rule, index) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              index={index}
              count={rules.length}
              names={names}
              change={(next) => edit(rules.with(index, next))}
              move={(to) => edit(moved(rules, index, to))}
              drop={(from) => edit(moved(rules, from, index))}
              remove={() => edit(rules.toSpliced(index, 1))}
              unfinished={(why) => noteUnfinished(rule.id, why)}
              errorOf={errorOf(index)}
              readOnly={blocked !== null}
            />
          ))}
        </ol>
        <p className="rule-else">
          {rules.length === 0 ? 'Everybody gets' : 'Everybody else gets'} <code>{defaultText(flag)}</code>
        </p>
        <ProblemText error={replace.error} />
        <footer className="form-foot">
          <Button obstacle={blocked} onClick={add}>
            Add a rule
          </Button>
          <Button
            kind="primary"
            obstacle={blocked ?? unfinished ?? (changed ? null : 'Nothing is changed.')}
            pending={replace.isPending}
            onClick={save}
          >
            Save the rules
          </Button>
          {changed && (
            <Button
              kind="quiet"
              onClick={() => {
                setRules(flag.rules.map(edited));
                setChanged(false);
                replace.reset();
              }}
            >
              Discard
            </Button>
          )}
        </footer>
      </section>
      <Prerequisites flag={flag} obstacle={blocked} />
    </div>
  );
}
