import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { server } from '../server/client.js';
import { exportAddress } from '../server/export-address.js';
import type { Schemas } from '../server/documents.js';
import { type ListQuery, PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { Age } from '../ui/time.js';
import { type AuditSearch, queryOf } from './audit-search.js';
import { Changes } from './changes.js';

type Entry = Schemas['AuditEntry'];

/** Who changed what, newest first. */
export function AuditPage() {
  const search = useSearch({ from: '/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const show = (changes: AuditSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const filters = queryOf(search);
  const query = server.useInfiniteQuery('get', '/v1/audit', { params: { query: { ...filters, limit: 50 } } }, PAGED);
  // Without a format the answer is JSON.
  const entriesOf = query as ListQuery<Entry>;
  return (
    <Page
      title="Audit"
      actions={
        <>
          <a className="button button-plain" href={exportAddress('/v1/audit', 'csv', filters)} download="audit.csv">
            CSV
          </a>
          <a
            className="button button-plain"
            href={exportAddress('/v1/audit', 'ndjson', filters)}
            download="audit.ndjson"
          >
            NDJSON
          </a>
        </>
      }
    >
      <div className="filter-bar">
        <SearchInput label="Find words in what happened" text={search.q ?? ''} change={(q) => show({ q })} />
        <label className="day">
          From{' '}
          <input
            type="date"
            value={search.from ?? ''}
            onChange={({ target }) => show({ from: target.value || undefined })}
          />
        </label>
        <label className="day">
          to{' '}
          <input
            type="date"
            value={search.to ?? ''}
            onChange={({ target }) => show({ to: target.value || undefined })}
          />
        </label>
      </div>
      {(['entity', 'by', 'type'] as const).map(
        (field) =>
          search[field] !== undefined && (
            <button
              key={field}
              type="button"
              className="chip"
              aria-pressed
              onClick={() => show({ [field]: undefined })}
            >
              {field} {search[field]} ×
            </button>
          ),
      )}
      <PagedList query={entriesOf} what="entries" empty={<p className="hint">Nothing matches.</p>}>
        {(entries) => (
          <ol className="audit card">
            {entries.map((entry) => (
              <AuditItem key={entry.position} entry={entry} show={show} />
            ))}
          </ol>
        )}
      </PagedList>
    </Page>
  );
}

interface AuditItemProps {
  readonly entry: Entry;
  readonly show: (changes: AuditSearch) => void;
}

function AuditItem({ entry, show }: AuditItemProps) {
  const { summary, by, at, entity, environment, changes, position } = entry;
  const key = `${entity.kind}:${entity.id}`;
  return (
    <li className="audit-item">
      <details>
        <summary>
          <span className="audit-summary" dir="auto">
            {summary}
          </span>
          <span className="audit-meta">
            {by.name} · <Age at={at} />
            {environment !== null && <span className="tag">{environment}</span>}
          </span>
        </summary>
        <div className="audit-details">
          <p className="audit-links">
            <Link to="/audit/$position" params={{ position }}>
              Permalink
            </Link>
            <button type="button" className="link-button" onClick={() => show({ entity: key })}>
              Only {key}
            </button>
            <button type="button" className="link-button" onClick={() => show({ by: by.id })}>
              Only by {by.name}
            </button>
          </p>
          <Changes changes={changes} />
        </div>
      </details>
    </li>
  );
}
