import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { TableCard } from '../ui/table-card.js';
import { NewUserDialog } from './new-user-dialog.js';

/** The people who use this Assay, with their roles. */
export function PeoplePage() {
  const { q } = useSearch({ from: '/people' });
  const navigate = useNavigate({ from: '/people' });
  const [adding, setAdding] = useState(false);
  const obstacle = useObstacle('admin', 'everywhere');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/users',
    { params: { query: { limit: 50, ...(q === undefined ? {} : { q }) } } },
    PAGED,
  );
  return (
    <Page
      title="People"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setAdding(true)}>
          Add a person
        </Button>
      }
    >
      <div className="filter-bar">
        <SearchInput
          label="Find people by name or address"
          text={q ?? ''}
          change={(text) => void navigate({ search: (before) => ({ ...before, q: text }), replace: true })}
        />
      </div>
      <PagedList query={query} what="people" empty={<p className="hint">Nobody matches.</p>}>
        {(users) => (
          <TableCard label="People">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col" className="wide-only">
                    Address
                  </th>
                  <th scope="col">Role</th>
                  <th scope="col" className="wide-only">
                    Elsewhere
                  </th>
                </tr>
              </thead>
              <tbody>
                {users.map((user) => (
                  <tr key={user.id}>
                    <th scope="row" className="cell-name">
                      <Link to="/people/$id" params={{ id: user.id }} dir="auto">
                        {user.name}
                      </Link>{' '}
                      {user.deactivated && <span className="badge badge-rejected">deactivated</span>}
                    </th>
                    <td className="wide-only">{user.email}</td>
                    <td>{user.role}</td>
                    <td className="wide-only">
                      {Object.entries(user.environmentRoles).map(([environment, role]) => (
                        <span key={environment} className="tag">
                          {role} in {environment}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      <NewUserDialog open={adding} close={() => setAdding(false)} />
    </Page>
  );
}
