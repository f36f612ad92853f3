import type { Page, Schemas } from '../server/documents.js';
import { PagedList, type ListQuery } from './list.js';
import { Age } from './time.js';

type Item = Schemas['HistoryItem'];

/** What happened to a thing, newest first. */
export function History({ query }: { readonly query: ListQuery<Item> }) {
  return (
    <PagedList<Item> query={query} what="changes" empty={<p className="hint">Nothing happened yet.</p>}>
      {(items) => (
        <ol className="history" reversed>
          {items.map((item) => (
            <li key={item.position} className={`history-item history-${item.type}`} data-type={item.type}>
              <p className="history-summary">{item.summary}</p>
              <p className="history-meta">
                {item.by.name}
                {item.by.kind !== 'user' && <span className="tag">{item.by.kind}</span>}
                <Age at={item.at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </PagedList>
  );
}

export type HistoryPage = Page<Item>;
