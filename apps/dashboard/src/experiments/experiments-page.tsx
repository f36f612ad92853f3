import { type Experiment } from '../api-types.js';
import { useNow } from '../format/use-now.js';
import { Empty, Failed, Loading } from '../loading/notices.js';
import { type Loaded } from '../loading/resource.js';
import { useTitle } from '../frame/use-title.js';
import { ExperimentRow } from './experiment-row.js';
import { FilterBar } from './filter-bar.js';
import { type Filter, matches } from './merge.js';
import { useExperiments } from './use-experiments.js';
import { useFilter } from './use-filter.js';

export function ExperimentsPage() {
  useTitle('Experiments');
  const { loaded, reload, more, loadMore, loadingMore } = useExperiments();
  return (
    <>
      <div className="page-head">
        <h1>Experiments</h1>
      </div>
      <Listing loaded={loaded} reload={reload} />
      {more && (
        <button type="button" className="button load-more" disabled={loadingMore} onClick={loadMore}>
          {loadingMore ? 'Loading…' : 'Load more'}
        </button>
      )}
    </>
  );
}

interface ListingProps {
  readonly loaded: Loaded<readonly Experiment[]>;
  readonly reload: () => void;
}

function Listing({ loaded, reload }: ListingProps) {
  const [filter, setFilter] = useFilter();
  switch (loaded.status) {
    case 'loading':
      return <Loading what="experiments" />;
    case 'failed':
      return <Failed problem={loaded.problem} retry={reload} />;
    case 'ready':
      if (loaded.value.length === 0) return <FirstSteps />;
      return (
        <>
          <FilterBar experiments={loaded.value} filter={filter} change={setFilter} />
          <ExperimentTable experiments={loaded.value.filter((one) => matches(one, filter))} change={setFilter} />
        </>
      );
  }
}

function ExperimentTable(props: { experiments: readonly Experiment[]; change: (filter: Filter) => void }) {
  const now = useNow();
  if (props.experiments.length === 0)
    return (
      <Empty title="Nothing matches">
        <button type="button" className="button" onClick={() => props.change({ state: 'all', text: '' })}>
          Clear the filter
        </button>
      </Empty>
    );
  return (
    <div className="card table-card">
      <table className="experiments">
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col" className="wide-only">
              Flag
            </th>
            <th scope="col">State</th>
            <th scope="col" className="wide-only number">
              Guardrails
            </th>
            <th scope="col" className="wide-only number">
              Updated
            </th>
          </tr>
        </thead>
        <tbody>
          {props.experiments.map((experiment) => (
            <ExperimentRow key={experiment.id} experiment={experiment} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FirstSteps() {
  return (
    <Empty title="No experiments yet">
      <p>
        Create a flag with <code>POST /v1/flags</code>, then an experiment on it with <code>POST /v1/experiments</code>.
        It appears here at once.
      </p>
      <p>
        <a href="/docs">API reference</a>
      </p>
    </Empty>
  );
}
