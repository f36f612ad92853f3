import { useState } from 'react';
import { ConditionBuilder, type Condition } from '../conditions/condition-builder.js';
import { Field } from '../forms/field.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Loading } from '../loading/notices.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';

interface GroupDialogProps {
  /** Undefined: a new group. */
  readonly groupKey: string | undefined;
  readonly close: () => void;
}

/** Makes a group, or changes who is in one. */
export function GroupDialog({ groupKey, close }: GroupDialogProps) {
  const group = server.useQuery(
    'get',
    '/v1/groups/{key}',
    { params: { path: { key: groupKey ?? '' } } },
    { enabled: groupKey !== undefined },
  );
  return (
    <Dialog title={groupKey === undefined ? 'New group' : `Change ${groupKey}`} open close={close} size="wide">
      {groupKey !== undefined && group.data === undefined ? (
        group.error ? (
          <ProblemText error={problemFrom(group.error)} />
        ) : (
          <Loading what="group" />
        )
      ) : (
        <GroupForm group={group.data} close={close} />
      )}
    </Dialog>
  );
}

interface GroupFormProps {
  readonly group: Schemas['Group'] | undefined;
  readonly close: () => void;
}

function GroupForm({ group, close }: GroupFormProps) {
  const [key, setKey] = useState('');
  const [kind, setKind] = useState<'list' | 'condition'>(group?.when === undefined ? 'list' : 'condition');
  const [subjects, setSubjects] = useState(group?.subjects?.join('\n') ?? '');
  // A stored condition is JSON.
  const [when, setWhen] = useState<Condition | null>((group?.when as Condition | undefined) ?? null);
  const [unfinished, setUnfinished] = useState<string | null>(null);
  const create = server.useMutation('post', '/v1/groups');
  const replace = server.useMutation('put', '/v1/groups/{key}');
  const done = useDone();
  const error = create.error ?? replace.error;
  const problems = error === null ? [] : problemFrom(error).errors;
  const errorOf = (pointer: string) => problems.find((each) => each.pointer === pointer)?.detail;
  const save = () => {
    const list = subjects.split(/\s*[\n,;]\s*/).filter((subject) => subject !== '');
    const members = kind === 'list' ? { subjects: list } : { when: when ?? {} };
    const said = {
      onSuccess: () => {
        done(group ? `${group.key} is changed` : `The group ${key} is made`);
        close();
      },
    };
    if (group === undefined) create.mutate({ body: { key, ...members } }, said);
    else {
      const header = { 'If-Match': `"${group.revision}"` };
      replace.mutate({ params: { path: { key: group.key }, header }, body: members }, said);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (unfinished === null) save();
      }}
    >
      <div className="dialog-body">
        <div className="form-row">
          {group === undefined && (
            <Field label="Key" error={errorOf('/key')}>
              {(bound) => (
                <input
                  {...bound}
                  value={key}
                  autoFocus
                  spellCheck={false}
                  onChange={(event) => setKey(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label="Members are">
            {(bound) => (
              <select
                {...bound}
                value={kind}
                onChange={(event) => setKind(event.target.value === 'list' ? 'list' : 'condition')}
              >
                <option value="list">a list of subjects</option>
                <option value="condition">all who match a condition</option>
              </select>
            )}
          </Field>
        </div>
        {kind === 'list' ? (
          <Field label="Subjects" hint="One on each line" error={errorOf('/subjects')}>
            {(bound) => (
              <textarea
                {...bound}
                className="code"
                rows={10}
                spellCheck={false}
                value={subjects}
                onChange={(event) => setSubjects(event.target.value)}
              />
            )}
          </Field>
        ) : (
          <ConditionBuilder value={when} change={setWhen} error={errorOf('/when')} fault={setUnfinished} />
        )}
      </div>
      <ProblemText error={error} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" obstacle={unfinished} pending={create.isPending || replace.isPending}>
          Save the group
        </Button>
      </footer>
    </form>
  );
}
