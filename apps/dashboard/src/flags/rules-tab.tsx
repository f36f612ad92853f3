import { useQueryClient } from '@tanstack/react-query';
import { UnsavedGuard } from '../forms/unsaved-guard.js';
import { problemFrom, server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { Json } from '../ui/json.js';
import { useDone } from '../ui/use-done.js';
import { defaultText, type Flag, variantNames } from './flag-types.js';
import { Prerequisites } from './prerequisites.js';
import { RuleCard } from './rule-card.js';
import { asRequest, edited, moved } from './rules.js';
import { useEditedRules } from './use-edited-rules.js';

/** The rules of the flag in this environment. The first one that holds decides. */
export function RulesTab({ flag }: { readonly flag: Flag }) {
  const editing = useEditedRules(flag);
  const { rules, changed, theirs, edit } = editing;
  const obstacle = useObstacle('experimenter');
  // All environments share what a flag requires.
  const everywhere = useObstacle('experimenter', 'everywhere');
  const replace = server.useMutation('put', '/v1/flags/{key}/rules');
  const done = useDone();
  const queries = useQueryClient();
  const names = variantNames(flag);
  const blocked = flag.archived ? 'The flag is archived.' : obstacle;

  const unfinished = rules.find((rule) => rule.unfinished !== null)?.unfinished ?? null;
  const add = () => edit([...rules, edited({ name: null, when: {}, serve: names[0] ?? '' })]);
  const save = () =>
    replace.mutate(
      {
        params: { path: { key: flag.key }, header: { 'If-Match': `"${editing.revision}"` } },
        body: rules.map(asRequest),
      },
      {
        onError: () => void queries.invalidateQueries(),
        onSuccess: (answer) => {
          editing.saved(answer);
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
              unfinished={(why) => editing.noteUnfinished(rule.id, why)}
              errorOf={errorOf(index)}
              readOnly={blocked !== null || replace.isPending}
            />
          ))}
        </ol>
        <p className="rule-else">
          {rules.length === 0 ? 'Everybody gets' : 'Everybody else gets'} <code>{defaultText(flag)}</code>
        </p>
        {theirs ? <Conflict theirs={theirs} editing={editing} /> : <ProblemText error={replace.error} />}
        <footer className="form-foot">
          <Button obstacle={blocked} onClick={add}>
            Add a rule
          </Button>
          <Button
            kind="primary"
            obstacle={
              blocked ?? unfinished ?? (theirs ? 'Choose which rules stay.' : changed ? null : 'Nothing is changed.')
            }
            pending={replace.isPending}
            onClick={save}
          >
            Save the rules
          </Button>
          {changed && (
            <Button
              kind="quiet"
              onClick={() => {
                editing.takeTheirs();
                replace.reset();
              }}
            >
              Discard
            </Button>
          )}
        </footer>
      </section>
      <Prerequisites flag={flag} obstacle={flag.archived ? 'The flag is archived.' : everywhere} />
    </div>
  );
}

interface ConflictProps {
  readonly theirs: Flag['rules'];
  readonly editing: ReturnType<typeof useEditedRules>;
}

/** Somebody else saved rules while these were edited. */
function Conflict({ theirs, editing }: ConflictProps) {
  return (
    <div className="card conflict" role="alert">
      <p>Somebody saved other rules meanwhile:</p>
      <ol>
        {theirs.map(({ name, when, serve }, index) => (
          <li key={index}>
            {index + 1}. {name} <Json value={when} /> serves <Json value={serve} />
          </li>
        ))}
      </ol>
      <p className="form-foot">
        <Button onClick={editing.takeTheirs}>Take theirs</Button>
        <Button onClick={editing.keepMine}>Keep mine, and save over theirs</Button>
      </p>
    </div>
  );
}
