import { useState } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import { ActDialog } from './act-dialog.js';
import { acts } from './acts.js';
import type { LifecycleDialogProps } from './lifecycle-dialog.js';

const OFFERED = 200;

/** Gives the experiment to somebody else. */
export function TransferDialog({ experiment, close }: LifecycleDialogProps) {
  const [owner, setOwner] = useState('');
  const { data } = server.useQuery('get', '/v1/users', { params: { query: { limit: OFFERED } } });
  const users = data?.items.filter(({ id, deactivated }) => id !== experiment.owner.id && !deactivated) ?? [];
  const name = users.find(({ id }) => id === owner)?.name ?? '';
  return (
    <ActDialog
      title="Give it to another owner"
      action="Transfer"
      close={close}
      said={() => `${name} owns it now`}
      act={(comment) => acts.transfer(experiment, owner, comment)}
    >
      {(refused) => (
        <>
          <Field label="New owner" error={refused?.errors.find(({ pointer }) => pointer === '/owner')?.detail}>
            {(control) => (
              <select {...control} required value={owner} onChange={(event) => setOwner(event.target.value)}>
                <option value="">Choose somebody</option>
                {users.map((user) => (
                  <option key={user.id} value={user.id}>
                    {user.name} · {user.role}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <p>
            {experiment.owner.name} cannot edit, start or complete it any more, and cannot review it either. A vote of
            the new owner on it becomes void.
          </p>
        </>
      )}
    </ActDialog>
  );
}
