import { useState } from 'react';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { CommandDialog } from '../ui/command-dialog.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { SecretOnce } from '../ui/secret-once.js';
import { Switch } from '../ui/switch.js';
import { TableCard } from '../ui/table-card.js';
import { useAfter } from '../ui/use-after.js';
import { useDone } from '../ui/use-done.js';
import { NewDestinationDialog } from './new-destination-dialog.js';

type Destination = Schemas['Destination'];

/** Where notifications go. */
export function DestinationsTab() {
  const [adding, setAdding] = useState(false);
  const obstacle = useObstacle('admin', 'everywhere');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/notifications/destinations',
    { params: { query: { limit: 50 } } },
    PAGED,
  );
  return (
    <>
      <p className="tab-actions">
        <Button kind="primary" obstacle={obstacle} onClick={() => setAdding(true)}>
          Add a destination
        </Button>
      </p>
      <PagedList
        query={query}
        what="destinations"
        empty={<p className="hint">None yet: add a webhook, a chat or e-mail.</p>}
      >
        {(destinations) => (
          <TableCard label="Destinations">
            <table>
              <thead>
                <tr>
                  <th scope="col">Destination</th>
                  <th scope="col">Sends</th>
                  <th scope="col" className="wide-only number">
                    Per minute
                  </th>
                  <th scope="col">
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {destinations.map((each) => (
                  <Row key={each.id} destination={each} obstacle={obstacle} />
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      <NewDestinationDialog open={adding} close={() => setAdding(false)} />
    </>
  );
}

function Row({ destination, obstacle }: { readonly destination: Destination; readonly obstacle: string | null }) {
  const { id, name, kind, host, to, disabled, perMinute } = destination;
  const [asked, setAsked] = useState<'rotate' | 'remove'>();
  const enable = server.useMutation('post', '/v1/notifications/destinations/{id}/enable');
  const disable = server.useMutation('post', '/v1/notifications/destinations/{id}/disable');
  const test = server.useMutation('post', '/v1/notifications/destinations/{id}/test');
  const after = useAfter();
  const init = { params: { path: { id } } };
  const turn = (on: boolean) =>
    (on ? enable : disable).mutate(init, after(`${name} ${on ? 'gets notifications again' : 'gets nothing more'}`));
  return (
    <tr>
      <th scope="row" className="cell-name">
        <span dir="auto" title={name}>
          {name}
        </span>{' '}
        <span className="tag">{kind}</span> {disabled === 'gone' && <span className="badge badge-rejected">gone</span>}
        <span className="cell-note">{host ?? to.join(', ')}</span>
      </th>
      <td>
        <Switch
          label={`Send to ${name}`}
          on={disabled === null}
          change={turn}
          obstacle={obstacle}
          pending={enable.isPending || disable.isPending}
        />
      </td>
      <td className="wide-only number">{perMinute}</td>
      <td className="number">
        <Button
          kind="quiet"
          obstacle={obstacle}
          pending={test.isPending}
          aria-label={`Send a test to ${name}`}
          onClick={() => test.mutate(init, after(`A test goes to ${name}: see Deliveries`))}
        >
          Test
        </Button>
        {kind === 'webhook' && (
          <Button
            kind="quiet"
            obstacle={obstacle}
            aria-label={`Rotate the secret of ${name}`}
            onClick={() => setAsked('rotate')}
          >
            Rotate
          </Button>
        )}
        <Button kind="quiet" obstacle={obstacle} aria-label={`Remove ${name}`} onClick={() => setAsked('remove')}>
          Remove
        </Button>
        {asked === 'rotate' && <RotateDialog destination={destination} close={() => setAsked(undefined)} />}
        {asked === 'remove' && <RemoveDialog destination={destination} close={() => setAsked(undefined)} />}
      </td>
    </tr>
  );
}

interface DestinationDialogProps {
  readonly destination: Destination;
  readonly close: () => void;
}

function RotateDialog({ destination, close }: DestinationDialogProps) {
  const rotate = server.useMutation('post', '/v1/notifications/destinations/{id}/rotate-secret');
  const done = useDone();
  if (rotate.data?.secret != null) {
    return (
      <Dialog title={`The new secret of ${destination.name}`} open close={close}>
        <SecretOnce what="secret" secret={rotate.data.secret} close={close}>
          The one before signs for 24 more hours, too.
        </SecretOnce>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Give ${destination.name} another secret?`}
      open
      close={close}
      action="Make another secret"
      pending={rotate.isPending}
      error={rotate.error}
      confirm={() =>
        rotate.mutate(
          { params: { path: { id: destination.id } }, body: {} },
          { onSuccess: () => done(`${destination.name} has another secret`) },
        )
      }
    >
      <p>Both secrets sign for 24 hours, so that the receiver can change over.</p>
    </ConfirmDialog>
  );
}

function RemoveDialog({ destination, close }: DestinationDialogProps) {
  const command = server.useMutation('delete', '/v1/notifications/destinations/{id}');
  return (
    <CommandDialog
      title={`Remove ${destination.name}?`}
      close={close}
      action="Remove the destination"
      danger
      command={command}
      run={(after) => command.mutate({ params: { path: { id: destination.id } } }, after)}
      said={`${destination.name} is removed`}
    >
      <p>Rules that name it send to their other destinations. What waits for it is not sent.</p>
    </CommandDialog>
  );
}
