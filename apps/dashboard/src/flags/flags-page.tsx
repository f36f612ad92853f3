import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { SearchInput } from '../ui/search-input.js';
import { TableCard } from '../ui/table-card.js';
import { HourAge } from '../ui/time.js';
import { FlagSwitch } from './flag-switch.js';
import { defaultText, type ListedFlag } from './flag-types.js';
import { type FlagsSearch, queryOf } from './flags-search.js';
import { NewFlagDialog } from './new-flag-dialog.js';

const SHOWN = [
  [undefined, 'In use'],
  ['stale', 'Not asked for in 30 days'],
  ['archived', 'Archived'],
] as const;

/** All flags of the environment, with when they were last asked for. */
export function FlagsPage() {
  const search = useSearch({ from: '/flags' });
  const navigate = useNavigate({ from: '/flags' });
  const [making, setMaking] = useState(false);
  const obstacle = useObstacle('experimenter', 'everywhere');
  const show = (changes: FlagsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const query = server.useInfiniteQuery(
    'get',
    '/v1/flags',
    { params: { query: { ...queryOf(search), limit: 100 } } },
    PAGED,
  );
  return (
    <Page
      title="Flags"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setMaking(true)}>
          New flag
        </Button>
      }
    >
      <div className="filter-bar">
        <div className="chips" role="group" aria-label="Which flags">
          {SHOWN.map(([which, name]) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={search.show === which}
              onClick={() => show({ show: which })}
            >
              {name}
            </button>
          ))}
          {search.tag !== undefined && (
            <button type="button" className="chip" aria-pressed onClick={() => show({ tag: undefined })}>
              tag {search.tag} ×
            </button>
          )}
        </div>
        <SearchInput label="Find flags by key or description" text={search.q ?? ''} change={(q) => show({ q })} />
      </div>
      <PagedList query={query} what="flags" empty={<NoFlags filtered={Object.values(search).some(Boolean)} />}>
        {(flags) => <FlagTable flags={flags} showTag={(tag) => show({ tag })} />}
      </PagedList>
      <NewFlagDialog open={making} close={() => setMaking(false)} />
    </Page>
  );
}

function NoFlags({ filtered }: { readonly filtered: boolean }) {
  return (
    <div className="notice notice-empty">
      <h2>{filtered ? 'No flag matches' : 'No flags yet'}</h2>
      {!filtered && <p>A flag is a value that your product asks for. Experiments run on flags.</p>}
    </div>
  );
}

interface FlagTableProps {
  readonly flags: readonly ListedFlag[];
  readonly showTag: (tag: string) => void;
}

function FlagTable({ flags, showTag }: FlagTableProps) {
  return (
    <TableCard label="Flags">
      <table>
        <thead>
          <tr>
            <th scope="col">Flag</th>
            <th scope="col">On</th>
            <th scope="col" className="wide-only">
              Serves
            </th>
            <th scope="col" className="wide-only">
              Tags
            </th>
            <th scope="col" className="number">
              Last asked
            </th>
          </tr>
        </thead>
        <tbody>
          {flags.map((flag) => (
            <tr key={flag.key}>
              <th scope="row" className="cell-name">
                <Link to="/flags/$key" params={{ key: flag.key }} className="key">
                  {flag.key}
                </Link>
                {flag.description !== '' && (
                  <span className="cell-note" dir="auto" title={flag.description}>
                    {flag.description}
                  </span>
                )}
              </th>
              <td>{flag.archived ? <span className="tag">archived</span> : <FlagSwitch flag={flag} />}</td>
              <td className="wide-only">
                <span className="cell-clip">
                  {flag.rules.length > 0 && `${flag.rules.length} ${flag.rules.length === 1 ? 'rule' : 'rules'}, else `}
                  <code title={defaultText(flag)}>{defaultText(flag)}</code>
                </span>
              </td>
              <td className="wide-only">
                {flag.tags.map((tag) => (
                  <button key={tag} type="button" className="tag tag-button" onClick={() => showTag(tag)}>
                    {tag}
                  </button>
                ))}
              </td>
              <td className="number">{flag.lastEvaluatedAt === null ? '–' : <HourAge at={flag.lastEvaluatedAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}
