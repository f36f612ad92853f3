import { Link } from '@tanstack/react-router';
import type { Experiment } from '../api-types.js';
import { useNow } from '../format/use-now.js';
import { Empty } from '../loading/notices.js';
import { useObstacle } from '../session/permissions.js';
import { PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { ExperimentRow } from './experiment-row.js';
import { FilterBar } from './filter-bar.js';
import { sorted } from './sorted.js';
import { useExperiments } from './use-experiments.js';
import { useListSearch, type ListSearch } from './use-search.js';

const NO_FILTER: ListSearch = { state: undefined, q: undefined, flag: undefined, owner: undefined };

/** All experiments of the environment. */
export function ExperimentsPage() {
  const [search, change] = useListSearch();
  const query = useExperiments(search);
  const isFiltered = Object.keys(NO_FILTER).some((name) => search[name as keyof ListSearch] !== undefined);
  return (
    <Page title="Experiments" actions={<NewButton />}>
      <FilterBar search={search} change={change} />
      <PagedList
        query={query}
        what="experiments"
        empty={isFiltered ? <NoneFound clear={() => change(NO_FILTER)} /> : <FirstSteps />}
      >
        {(experiments) => <ExperimentTable experiments={sorted(experiments, search.sort)} />}
      </PagedList>
    </Page>
  );
}

function NewButton() {
  const obstacle = useObstacle('experimenter');
  return obstacle === null ? (
    <Link className="button button-primary" to="/experiments/new">
      New experiment
    </Link>
  ) : (
    <span className="section-note">{obstacle}</span>
  );
}

function ExperimentTable({ experiments }: { readonly experiments: readonly Experiment[] }) {
  const now = useNow();
  return (
    <div className="card table-card" role="region" aria-label="List of experiments" tabIndex={0}>
      <table className="experiments">
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col" className="wide-only">
              Flag
            </th>
            <th scope="col">State</th>
            <th scope="col" className="wide-only number">
              Traffic
            </th>
            <th scope="col" className="wide-only">
              Owner
            </th>
            <th scope="col" className="wide-only number">
              Changed
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => (
            <ExperimentRow key={experiment.id} experiment={experiment} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoneFound({ clear }: { readonly clear: () => void }) {
  return (
    <Empty title="Nothing matches">
      <button type="button" className="button" onClick={clear}>
        Clear the filter
      </button>
    </Empty>
  );
}

function FirstSteps() {
  return (
    <Empty title="No experiments yet">
      <p>An experiment tries values of a flag against each other. Make one, and it appears here.</p>
    </Empty>
  );
}
