import { Link } from '@tanstack/react-router';
import { server } from '../server/client.js';
import { PAGED, PagedList } from '../ui/list.js';
import { TableCard } from '../ui/table-card.js';
import { Age, Instant } from '../ui/time.js';

/** All overrides of the environment. They are made and ended on the page of their flag. */
export function OverridesTab() {
  const query = server.useInfiniteQuery('get', '/v1/overrides', { params: { query: { limit: 50 } } }, PAGED);
  return (
    <PagedList query={query} what="overrides" empty={<p className="hint">Nobody has an override.</p>}>
      {(overrides) => (
        <TableCard label="Overrides">
          <table>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Flag</th>
                <th scope="col">Gets</th>
                <th scope="col" className="wide-only">
                  Made
                </th>
                <th scope="col">Until</th>
              </tr>
            </thead>
            <tbody>
              {overrides.map(({ id, subject, group, flag, variant, createdBy, createdAt, expiresAt, endedAt }) => (
                <tr key={id}>
                  <th scope="row" className="cell-name key">
                    {subject ?? `group ${group ?? ''}`}
                  </th>
                  <td>
                    <Link to="/flags/$key" params={{ key: flag }} search={{ tab: 'overrides' }} className="key">
                      {flag}
                    </Link>
                  </td>
                  <td className="key">{variant}</td>
                  <td className="wide-only">
                    {createdBy.name}, <Age at={createdAt} />
                  </td>
                  <td>{endedAt === null ? <Instant at={expiresAt} /> : <span className="tag">ended</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableCard>
      )}
    </PagedList>
  );
}
