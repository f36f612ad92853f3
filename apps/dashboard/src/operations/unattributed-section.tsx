import { server } from '../server/client.js';
import { PAGED, PagedList } from '../ui/list.js';
import { TableCard } from '../ui/table-card.js';

/** Events that came without a decision of any experiment. */
export function UnattributedSection() {
  const query = server.useInfiniteQuery(
    'get',
    '/v1/operations/unattributed',
    { params: { query: { limit: 50 } } },
    PAGED,
  );
  return (
    <section aria-label="Events of no experiment">
      <h2>Events of no experiment</h2>
      <p className="hint">They were accepted, and no experiment counted them: no decision id, or an unknown one.</p>
      <PagedList query={query} what="event types" empty={<p className="hint">None.</p>}>
        {(items) => (
          <TableCard label="Events of no experiment">
            <table>
              <thead>
                <tr>
                  <th scope="col">Event type</th>
                  <th scope="col" className="number">
                    Events
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ eventType, events }) => (
                  <tr key={eventType}>
                    <th scope="row" className="key">
                      {eventType}
                    </th>
                    <td className="number">{events.toLocaleString('en-GB')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
    </section>
  );
}
