import { Link } from '@tanstack/react-router';
import { useNow } from '../format/use-now.js';
import { Empty } from '../loading/notices.js';
import { useObstacle } from '../session/permissions.js';
import type { Schemas } from '../server/documents.js';
import { PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { TableCard } from '../ui/table-card.js';
import { ExperimentRow } from './experiment-row.js';
import { FilterBar } from './filter-bar.js';
import { useExperiments } from './use-experiments.js';
import { useListSearch, type ListSearch } from './use-search.js';

const NO_FILTER: ListSearch = { state: undefined, q: undefined, flag: undefined, tag: undefined, owner: undefined };

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
        {(experiments) => <ExperimentTable experiments={experiments} />}
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

function ExperimentTable({ experiments }: { readonly experiments: readonly Schemas['ListedExperiment'][] }) {
  const now = useNow();
  return (
    <TableCard label="Experiments">
      <table className="experiments">
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col" className="wide-only">
              Flag
            </th>
            <th scope="col">State</th>
            <th scope="col" className="wide-only">
              Verdict
            </th>
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
    </TableCard>
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
