import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { TableCard } from '../ui/table-card.js';
import { Age } from '../ui/time.js';
import { NewEventTypeDialog } from './new-event-type-dialog.js';

const EVERY_MS = 5_000;

/** The events that products report, with what came lately: is the tracking right? */
export function EventTypesPage() {
  const { q } = useSearch({ from: '/catalogue/event-types' });
  const navigate = useNavigate({ from: '/catalogue/event-types' });
  const [making, setMaking] = useState(false);
  const obstacle = useObstacle('experimenter', 'everywhere');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/event-types',
    { params: { query: { limit: 50, ...(q === undefined ? {} : { q }) } } },
    { ...PAGED, refetchInterval: EVERY_MS },
  );
  return (
    <Page
      title="Event types"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setMaking(true)}>
          New event type
        </Button>
      }
    >
      <div className="filter-bar">
        <SearchInput
          label="Find event types by key or name"
          text={q ?? ''}
          change={(text) => void navigate({ search: (before) => ({ ...before, q: text }), replace: true })}
        />
      </div>
      <PagedList
        query={query}
        what="event types"
        empty={<p className="hint">None: define what your product reports.</p>}
      >
        {(types) => (
          <TableCard label="Event types">
            <table>
              <thead>
                <tr>
                  <th scope="col">Event type</th>
                  <th scope="col" className="number">
                    Last hour
                  </th>
                  <th scope="col" className="number">
                    Rejected
                  </th>
                  <th scope="col" className="wide-only">
                    Last event
                  </th>
                </tr>
              </thead>
              <tbody>
                {types.map(({ key, name, exposure, archived, received }) => (
                  <tr key={key}>
                    <th scope="row" className="cell-name">
                      <Link to="/catalogue/event-types/$key" params={{ key }} dir="auto">
                        {name}
                      </Link>{' '}
                      {exposure && <span className="tag">exposure</span>}{' '}
                      {archived && <span className="badge badge-rejected">archived</span>}
                      <span className="cell-note key" title={key}>
                        {key}
                      </span>
                    </th>
                    <td className="number">
                      {received === undefined ? '–' : received.accepted.toLocaleString('en-GB')}
                    </td>
                    <td className={received && received.rejected > 0 ? 'number rejected' : 'number'}>
                      {received === undefined ? '–' : received.rejected.toLocaleString('en-GB')}
                    </td>
                    <td className="wide-only">{received?.lastAt ? <Age at={received.lastAt} /> : 'none lately'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      <NewEventTypeDialog open={making} close={() => setMaking(false)} />
    </Page>
  );
}
