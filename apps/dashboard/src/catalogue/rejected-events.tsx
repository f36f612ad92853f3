import { server } from '../server/client.js';
import { TableCard } from '../ui/table-card.js';
import { Age } from '../ui/time.js';

const EVERY_MS = 5_000;

/** The last rejections of an event type: is the tracking right? */
export function RejectedEvents({ eventType }: { readonly eventType: string }) {
  const { data } = server.useQuery(
    'get',
    '/v1/event-types/{key}/rejected',
    { params: { path: { key: eventType } } },
    { refetchInterval: EVERY_MS },
  );
  return (
    <section aria-label="Rejected events">
      <h2>Rejected events</h2>
      {data === undefined || data.items.length === 0 ? (
        <p className="hint">None lately.</p>
      ) : (
        <TableCard label="Rejected events">
          <table>
            <thead>
              <tr>
                <th scope="col">Why</th>
                <th scope="col">Where</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ at, code, pointer }, index) => (
                <tr key={`${at} ${index}`}>
                  <th scope="row" className="key">
                    {code}
                  </th>
                  <td className="key">{pointer === '' ? 'the whole event' : pointer}</td>
                  <td>
                    <Age at={at} />
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
