import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { CommandDialog } from '../ui/command-dialog.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { SecretOnce } from '../ui/secret-once.js';
import { TableCard } from '../ui/table-card.js';
import { Age, HourAge, Instant } from '../ui/time.js';
import { useDone } from '../ui/use-done.js';
import { NewKeyDialog } from './new-key-dialog.js';

type Key = Schemas['UsedApiKey'];

/** API keys: who made them, when they were last used; new ones, other secrets, revoking. */
export function KeysPage() {
  const { q } = useSearch({ from: '/keys' });
  const navigate = useNavigate({ from: '/keys' });
  const [making, setMaking] = useState(false);
  const obstacle = useObstacle('admin', 'everywhere');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/api-keys',
    { params: { query: { limit: 50, ...(q === undefined ? {} : { q }) } } },
    PAGED,
  );
  return (
    <Page
      title="API keys"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      <div className="filter-bar">
        <SearchInput
          label="Find keys by name"
          text={q ?? ''}
          change={(text) => void navigate({ search: (before) => ({ ...before, q: text }), replace: true })}
        />
      </div>
      <PagedList query={query} what="keys" empty={<p className="hint">No key matches.</p>}>
        {(keys) => <KeyTable keys={keys} />}
      </PagedList>
      <NewKeyDialog open={making} close={() => setMaking(false)} />
    </Page>
  );
}

function KeyTable({ keys }: { readonly keys: readonly Key[] }) {
  const [revoked, setRevoked] = useState<Key>();
  const [rotated, setRotated] = useState<Key>();
  const obstacle = useObstacle('admin', 'everywhere');
  return (
    <>
      <TableCard label="API keys">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col" className="wide-only">
                May
              </th>
              <th scope="col" className="wide-only">
                Made
              </th>
              <th scope="col">Last used</th>
              <th scope="col" className="wide-only">
                Until
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <th scope="row" className="cell-name">
                  <span dir="auto" title={key.name}>
                    {key.name}
                  </span>{' '}
                  <span className="tag">{key.kind}</span> <span className="tag">{key.environment}</span>
                  <span className="cell-note key">{key.id}</span>
                </th>
                <td className="wide-only">
                  <code>{key.scopes.join(' ')}</code>
                </td>
                <td className="wide-only">
                  {key.createdBy.name}, <Age at={key.createdAt} />
                </td>
                <td>{key.lastUsedAt === null ? '–' : <HourAge at={key.lastUsedAt} />}</td>
                <td className="wide-only">
                  {key.revoked ? (
                    <span className="badge badge-rejected">revoked</span>
                  ) : key.expiresAt === null ? (
                    'it is revoked'
                  ) : (
                    <Instant at={key.expiresAt} />
                  )}
                </td>
                <td className="number">
                  {!key.revoked && (
                    <>
                      <Button
                        kind="quiet"
                        obstacle={obstacle}
                        aria-label={`Rotate ${key.name}`}
                        onClick={() => setRotated(key)}
                      >
                        Rotate
                      </Button>
                      <Button
                        kind="quiet"
                        obstacle={obstacle}
                        aria-label={`Revoke ${key.name}`}
                        onClick={() => setRevoked(key)}
                      >
                        Revoke
                      </Button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableCard>
      {revoked && <RevokeDialog apiKey={revoked} close={() => setRevoked(undefined)} />}
      {rotated && <RotateDialog apiKey={rotated} close={() => setRotated(undefined)} />}
    </>
  );
}

interface KeyDialogProps {
  readonly apiKey: Key;
  readonly close: () => void;
}

function RevokeDialog({ apiKey, close }: KeyDialogProps) {
  const command = server.useMutation('delete', '/v1/api-keys/{id}');
  return (
    <CommandDialog
      title={`Revoke ${apiKey.name}?`}
      close={close}
      action="Revoke the key"
      danger
      command={command}
      run={(after) => command.mutate({ params: { path: { id: apiKey.id } } }, after)}
      said={`The key ${apiKey.name} is revoked`}
    >
      <p>Whoever has it is refused at once, and cannot be let in again with it.</p>
    </CommandDialog>
  );
}

function RotateDialog({ apiKey, close }: KeyDialogProps) {
  const [hours, setHours] = useState('24');
  const rotate = server.useMutation('post', '/v1/api-keys/{id}/rotate');
  const done = useDone();
  if (rotate.data?.key != null) {
    return (
      <Dialog title={`The new secret of ${apiKey.name}`} open close={close}>
        <SecretOnce what="key" secret={rotate.data.key} close={close}>
          The old one is valid for {hours} more hours.
        </SecretOnce>
      </Dialog>
    );
  }
  const confirm = () =>
    rotate.mutate(
      { params: { path: { id: apiKey.id } }, body: { overlapMinutes: Math.round(Number(hours) * 60) } },
      { onSuccess: () => done(`The key ${apiKey.name} has another secret`) },
    );
  return (
    <ConfirmDialog
      title={`Give ${apiKey.name} another secret?`}
      open
      close={close}
      action="Make another secret"
      pending={rotate.isPending}
      error={rotate.error}
      confirm={confirm}
    >
      <p>The old secret stays valid for a while, so that you can replace it without an outage.</p>
      <label className="field">
        <span>Hours that both are valid</span>
        <input type="number" min={0} max={720} value={hours} onChange={(event) => setHours(event.target.value)} />
      </label>
    </ConfirmDialog>
  );
}
