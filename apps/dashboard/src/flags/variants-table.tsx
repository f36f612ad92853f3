import { useState } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog, ProblemText } from '../ui/confirm-dialog.js';
import { Json } from '../ui/json.js';
import { TableCard } from '../ui/table-card.js';
import { useDone } from '../ui/use-done.js';
import { type Flag, valueOf } from './flag-types.js';

interface VariantsTableProps {
  readonly flag: Flag;
  readonly obstacle: string | null;
}

/** The named values of a flag. One that nothing uses can be removed. */
export function VariantsTable({ flag, obstacle }: VariantsTableProps) {
  const [removed, setRemoved] = useState<string>();
  const remove = server.useMutation('delete', '/v1/flags/{key}/variants/{variant}');
  const done = useDone();
  const names = Object.entries(flag.variants);
  const confirm = () => {
    if (removed === undefined) return;
    remove.mutate(
      { params: { path: { key: flag.key, variant: removed } } },
      {
        onSuccess: () => {
          done(`${removed} is removed`);
          setRemoved(undefined);
        },
      },
    );
  };
  return (
    <section className="card form-section" aria-label="Variants">
      <h2>Variants</h2>
      {names.length === 0 ? (
        <p className="hint">The flag has no named variants: it serves its default. Add one to serve it by a rule.</p>
      ) : (
        <TableCard label="Variants">
          <table>
            <thead>
              <tr>
                <th scope="col">Variant</th>
                <th scope="col">Value</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {names.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row" className="key">
                    {name} {flag.defaultVariant === name && <span className="tag">default</span>}
                  </th>
                  <td>
                    <Json value={value} />
                  </td>
                  <td className="number">
                    <Button
                      kind="quiet"
                      obstacle={obstacle}
                      aria-label={`Remove ${name}`}
                      onClick={() => setRemoved(name)}
                    >
                      Remove
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableCard>
      )}
      <AddVariant flag={flag} obstacle={obstacle} />
      <ConfirmDialog
        title={`Remove ${removed ?? ''}?`}
        open={removed !== undefined}
        close={() => {
          setRemoved(undefined);
          remove.reset();
        }}
        action="Remove the variant"
        danger
        pending={remove.isPending}
        error={remove.error}
        confirm={confirm}
      >
        <p>Only a variant that no rule, pin, override, prerequisite or live experiment uses can be removed.</p>
      </ConfirmDialog>
    </section>
  );
}

function AddVariant({ flag, obstacle }: VariantsTableProps) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string>();
  const edit = server.useMutation('patch', '/v1/flags/{key}');
  const done = useDone();
  const add = () => {
    let parsed: unknown;
    try {
      parsed = valueOf(flag.type, value);
    } catch {
      setFault(`Not a ${flag.type}: write it as JSON.`);
      return;
    }
    setFault(undefined);
    edit.mutate(
      { params: { path: { key: flag.key } }, body: { variants: { [name]: parsed } } },
      { onSuccess: () => done(`${name} is added`) },
    );
  };
  return (
    <form
      className="variant-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (obstacle === null && !edit.isPending) add();
      }}
    >
      <Field label="New variant">
        {(bound) => (
          <input {...bound} value={name} onChange={(event) => setName(event.target.value)} spellCheck={false} />
        )}
      </Field>
      <Field label="Its value" error={fault}>
        {(bound) => (
          <input
            {...bound}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            spellCheck={false}
            dir="auto"
          />
        )}
      </Field>
      <Button type="submit" pending={edit.isPending} obstacle={obstacle ?? (name === '' ? 'Give it a name.' : null)}>
        Add
      </Button>
      <ProblemText error={edit.error} />
    </form>
  );
}
