import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { TableCard } from '../ui/table-card.js';
import { MetricDialog } from './metric-dialog.js';
import { directionText, ruleText } from './metric-words.js';

/** What experiments are measured by. */
export function MetricsPage() {
  const { q, archived } = useSearch({ from: '/catalogue/metrics' });
  const navigate = useNavigate({ from: '/catalogue/metrics' });
  const [making, setMaking] = useState(false);
  const obstacle = useObstacle('experimenter', 'everywhere');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/metrics',
    { params: { query: { limit: 50, archived: archived ?? false, ...(q === undefined ? {} : { q }) } } },
    PAGED,
  );
  return (
    <Page
      title="Metrics"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setMaking(true)}>
          New metric
        </Button>
      }
    >
      <div className="filter-bar">
        <div className="chips" role="group" aria-label="Which metrics">
          {[undefined, true].map((which) => (
            <button
              key={String(which)}
              type="button"
              className="chip"
              aria-pressed={archived === which}
              onClick={() => void navigate({ search: (before) => ({ ...before, archived: which }), replace: true })}
            >
              {which ? 'Archived' : 'In use'}
            </button>
          ))}
        </div>
        <SearchInput
          label="Find metrics by key or name"
          text={q ?? ''}
          change={(text) => void navigate({ search: (before) => ({ ...before, q: text }), replace: true })}
        />
      </div>
      <PagedList
        query={query}
        what="metrics"
        empty={<p className="hint">No metric: define one from the events that your product reports.</p>}
      >
        {(metrics) => (
          <TableCard label="Metrics">
            <table>
              <thead>
                <tr>
                  <th scope="col">Metric</th>
                  <th scope="col">Kind</th>
                  <th scope="col" className="wide-only">
                    Counts
                  </th>
                  <th scope="col" className="wide-only">
                    Better
                  </th>
                  <th scope="col" className="number">
                    Version
                  </th>
                </tr>
              </thead>
              <tbody>
                {metrics.map((metric) => (
                  <tr key={metric.key}>
                    <th scope="row" className="cell-name">
                      <Link to="/catalogue/metrics/$key" params={{ key: metric.key }} dir="auto">
                        {metric.name}
                      </Link>
                      <span className="cell-note key" title={metric.key}>
                        {metric.key}
                      </span>
                    </th>
                    <td>{metric.kind}</td>
                    <td className="wide-only">
                      <span className="cell-clip" title={ruleText(metric)}>
                        {ruleText(metric)}
                      </span>
                    </td>
                    <td className="wide-only">{directionText(metric.direction)}</td>
                    <td className="number">{metric.version}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      <MetricDialog open={making} close={() => setMaking(false)} />
    </Page>
  );
}
