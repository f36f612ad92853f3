import { useState } from 'react';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Answered } from '../ui/answered.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Page } from '../ui/page.js';
import { TableCard } from '../ui/table-card.js';
import { Age } from '../ui/time.js';
import { useDone } from '../ui/use-done.js';
import { ParkedSection } from './parked-section.js';
import { UnattributedSection } from './unattributed-section.js';

type Projection = Schemas['ProjectionStatus'];

const EVERY_MS = 2_000;

/** How far the read models are, what they could not handle, and filling one again. */
export function OperationsPage() {
  const query = server.useQuery('get', '/v1/operations/projections', {}, { refetchInterval: EVERY_MS });
  return (
    <Page title="Operations">
      <Answered query={query} what="projections">
        {({ items, head }) => (
          <div className="form">
            <ProjectionTable projections={items} head={head} />
            <ParkedSection projections={items} />
            <UnattributedSection />
          </div>
        )}
      </Answered>
    </Page>
  );
}

interface ProjectionTableProps {
  readonly projections: readonly Projection[];
  readonly head: string | null;
}

function ProjectionTable({ projections, head }: ProjectionTableProps) {
  const [rebuilt, setRebuilt] = useState<string>();
  const obstacle = useObstacle('admin', 'everywhere');
  const rebuild = server.useMutation('post', '/v1/operations/projections/{name}/rebuild');
  const done = useDone();
  const confirm = () => {
    if (rebuilt === undefined) return;
    rebuild.mutate(
      { params: { path: { name: rebuilt } } },
      {
        onSuccess: () => {
          done(`${rebuilt} is being filled again`);
          setRebuilt(undefined);
        },
      },
    );
  };
  return (
    <section aria-label="Projections">
      <TableCard label="Projections">
        <table>
          <thead>
            <tr>
              <th scope="col">Projection</th>
              <th scope="col">State</th>
              <th scope="col" className="wide-only number">
                Handled
              </th>
              <th scope="col" className="number">
                Parked
              </th>
              <th scope="col" className="wide-only">
                Last change
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {projections.map((each) => (
              <tr key={each.projection}>
                <th scope="row" className="key">
                  {each.projection}
                </th>
                <td>{stateOf(each, head)}</td>
                <td className="wide-only number">{each.handled.toLocaleString('en-GB')}</td>
                <td className="number">{each.parked}</td>
                <td className="wide-only">{each.updatedAt === null ? '–' : <Age at={each.updatedAt} />}</td>
                <td className="number">
                  <Button
                    kind="quiet"
                    obstacle={each.rebuild?.going ? 'It is being filled again already.' : obstacle}
                    aria-label={`Rebuild ${each.projection}`}
                    onClick={() => setRebuilt(each.projection)}
                  >
                    Rebuild
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableCard>
      <ConfirmDialog
        title={`Fill ${rebuilt ?? ''} again?`}
        open={rebuilt !== undefined}
        close={() => setRebuilt(undefined)}
        action="Fill it again"
        pending={rebuild.isPending}
        error={rebuild.error}
        confirm={confirm}
      >
        <p>
          It is filled from the log beside the present one, which answers until then. That takes processor time for a
          while.
        </p>
      </ConfirmDialog>
    </section>
  );
}

function stateOf({ rebuild, position }: Projection, head: string | null): string {
  if (rebuild?.going) return `being filled: ${rebuild.handled.toLocaleString('en-GB')} events`;
  if (head === null || position === head) return 'up to date';
  return position === null ? 'not begun' : 'catching up';
}
