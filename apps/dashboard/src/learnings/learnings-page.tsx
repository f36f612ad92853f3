import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { outcomeWord } from '../format/words.js';
import { server } from '../server/client.js';
import { exportAddress } from '../server/export-address.js';
import type { Schemas } from '../server/documents.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { Instant } from '../ui/time.js';
import { type LearningsSearch, queryOf } from './learnings-search.js';

type Learning = Schemas['Learning'];

const FACETS = ['outcome', 'flag', 'metric', 'tag'] as const;

/** What completed experiments taught. */
export function LearningsPage() {
  const search = useSearch({ from: '/learnings' });
  const navigate = useNavigate({ from: '/learnings' });
  const show = (changes: LearningsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const query = server.useInfiniteQuery(
    'get',
    '/v1/learnings',
    { params: { query: { ...queryOf(search), limit: 25 } } },
    PAGED,
  );
  const facets = query.data?.pages[0]?.facets;
  const markdown = exportAddress('/v1/learnings', 'markdown', queryOf(search));
  return (
    <Page
      title="Learnings"
      actions={
        <a className="button button-plain" href={markdown} download="learnings.md">
          Markdown
        </a>
      }
    >
      <div className="filter-bar">
        <SearchInput label="Find words of hypotheses and summaries" text={search.q ?? ''} change={(q) => show({ q })} />
      </div>
      <div className="with-facets">
        {facets && (
          <aside className="facets" aria-label="Narrow down">
            {FACETS.map(
              (facet) =>
                facets[facet].length > 0 && (
                  <section key={facet}>
                    <h2>{facet}</h2>
                    {facets[facet].map(({ value, count }) => (
                      <button
                        key={value}
                        type="button"
                        className="chip facet"
                        aria-pressed={search[facet] === value}
                        title={value}
                        onClick={() => show({ [facet]: search[facet] === value ? undefined : value })}
                      >
                        <span className="facet-value">{value.replaceAll('_', ' ')}</span>
                        <span className="chip-count">{count}</span>
                      </button>
                    ))}
                  </section>
                ),
            )}
          </aside>
        )}
        <div>
          <PagedList query={query} what="experiments" empty={<p className="hint">No completed experiment matches.</p>}>
            {(items) => (
              <ul className="learnings">
                {items.map((item) => (
                  <LearningCard key={item.experiment} learning={item} />
                ))}
              </ul>
            )}
          </PagedList>
        </div>
      </div>
    </Page>
  );
}

function LearningCard({ learning }: { readonly learning: Learning }) {
  const { experiment, name, outcome, winner, hypothesis, summary, tags, owner, completedAt, flag } = learning;
  return (
    <li className="card learning">
      <h2>
        <Link to="/experiments/$id" params={{ id: experiment }} dir="auto">
          {name}
        </Link>{' '}
        <span className={`badge badge-${outcome}`}>{outcomeWord(outcome, winner)}</span>
      </h2>
      <p className="hint">
        <span className="key">{flag}</span> · {owner.name} · <Instant at={completedAt} />
      </p>
      {hypothesis !== '' && <p dir="auto">{hypothesis}</p>}
      {summary === null ? <p className="hint">No summary was written yet.</p> : <Summary summary={summary} />}
      {tags.map((tag) => (
        <span key={tag} className="tag">
          {tag}
        </span>
      ))}
    </li>
  );
}

function Summary({ summary }: { readonly summary: Schemas['Summary'] }) {
  if (typeof summary === 'string') return <p dir="auto">{summary}</p>;
  return (
    <dl className="summary">
      {SUMMARY_PARTS.map(([part, title]) => (
        <div key={part}>
          <dt>{title}</dt>
          <dd dir="auto">{summary[part]}</dd>
        </div>
      ))}
    </dl>
  );
}

const SUMMARY_PARTS = [
  ['expected', 'Expected'],
  ['happened', 'Happened'],
  ['now', 'Now'],
] as const;
