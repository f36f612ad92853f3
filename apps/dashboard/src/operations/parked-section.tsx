import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { TableCard } from '../ui/table-card.js';
import { Age } from '../ui/time.js';
import { useAfter } from '../ui/use-after.js';

/** Events that a projection could not handle. They wait, and the rest goes on. */
export function ParkedSection({ projections }: { readonly projections: readonly Schemas['ProjectionStatus'][] }) {
  const obstacle = useObstacle('admin', 'everywhere');
  const { data } = server.useQuery('get', '/v1/operations/parked', { params: { query: { limit: 100 } } });
  const replay = server.useMutation('post', '/v1/operations/projections/{name}/replay-parked');
  const after = useAfter();
  const waiting = projections.filter(({ parked }) => parked > 0);
  const again = (name: string) =>
    replay.mutate({ params: { path: { name } } }, after(`${name} tries its parked events again`));
  return (
    <section aria-label="Parked events">
      <div className="section-head">
        <h2>Parked events</h2>
        {waiting.map(({ projection }) => (
          <Button key={projection} obstacle={obstacle} pending={replay.isPending} onClick={() => again(projection)}>
            Try those of {projection} again
          </Button>
        ))}
      </div>
      {data === undefined || data.items.length === 0 ? (
        <p className="hint">None: every event was handled.</p>
      ) : (
        <TableCard label="Parked events">
          <table>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">Projection</th>
                <th scope="col">Why</th>
                <th scope="col" className="wide-only">
                  Parked
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((event) => (
                <tr key={`${event.projection} ${event.position}`}>
                  <th scope="row" className="cell-name">
                    <span className="key">{event.type}</span>
                    <span className="cell-note key">{event.stream}</span>
                  </th>
                  <td className="key">{event.projection}</td>
                  <td>{event.error}</td>
                  <td className="wide-only">
                    <Age at={event.parkedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableCard>
      )}
    </section>
  );
}
