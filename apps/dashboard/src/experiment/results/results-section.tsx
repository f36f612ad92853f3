import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Experiment, Results } from '../../api-types.js';
import { Failed, Loading } from '../../loading/notices.js';
import { problemFrom, server } from '../../server/client.js';
import { currentEnvironment } from '../../server/environment.js';
import { Section } from '../section.js';
import { EffectSeries } from './effect-series.js';
import { ForestTable } from './forest-table.js';
import { HealthList } from './health-list.js';
import { METHODS, queryOf, type Method, type ResultsSearch } from './results-search.js';
import { VerdictBanner } from './verdict-banner.js';

const METHOD_NAMES: Readonly<Record<Method, string>> = {
  sequential: 'always-valid intervals',
  fixed: 'fixed test, at the planned end',
  bayesian: 'Bayesian',
};

/** What the experiment found so far: the verdict, and each metric against control. */
export function ResultsSection({ experiment }: { readonly experiment: Experiment }) {
  const search = useSearch({ from: '/experiments/$id' });
  const navigate = useNavigate({ from: '/experiments/$id' });
  const show = (changes: ResultsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true, resetScroll: false });
  const { data, error, refetch } = server.useQuery('get', '/v1/experiments/{id}/results', {
    params: { path: { id: experiment.id }, query: queryOf(search) },
  });
  if (experiment.startedAt === null) return null;
  const csv = `/v1/experiments/${experiment.id}/results?${new URLSearchParams({
    ...queryOf(search),
    environment: currentEnvironment(),
    format: 'csv',
  }).toString()}`;
  const note = (
    <a className="button button-plain" href={csv} download="results.csv">
      CSV
    </a>
  );
  return (
    <Section title="Results" note={note}>
      {/* An answer without a format is JSON. */}
      {data && typeof data !== 'string' ? (
        <Shown experiment={experiment} results={data} search={search} show={show} />
      ) : error ? (
        <Failed problem={problemFrom(error)} retry={() => void refetch()} />
      ) : (
        <Loading what="results" />
      )}
    </Section>
  );
}

interface ShownProps {
  readonly experiment: Experiment;
  readonly results: Results;
  readonly search: ResultsSearch;
  readonly show: (changes: ResultsSearch) => void;
}

function Shown({ experiment, results, search, show }: ShownProps) {
  const [metric = '', variant = ''] = search.series?.split(' ') ?? [];
  const arm = experiment.variants.findIndex(({ key }) => key === variant);
  const common = { experiment, metrics: results.metrics, isBayesian: results.statistics === 'bayesian' };
  const series = { series: search.series, showSeries: (next: string | undefined) => show({ series: next }) };
  return (
    <div className="results">
      <VerdictBanner results={results} />
      <HealthList health={results.health} />
      <Controls experiment={experiment} search={search} show={show} />
      {results.comparisons.length === 0 ? (
        <p className="hint">No metric is compared: the experiment has no metric besides its guardrails.</p>
      ) : (
        <ForestTable {...common} {...series} comparisons={results.comparisons} />
      )}
      {arm > -1 && <EffectSeries experiment={experiment.id} metric={metric} variant={variant} arm={arm} />}
      {results.dimension?.values.map(({ value, comparisons }) => (
        <section key={value ?? ''} aria-label={`${results.dimension?.key ?? ''} ${value ?? 'other values'}`}>
          <h3>
            {results.dimension?.key}: {value ?? 'other values'}
          </h3>
          <ForestTable {...common} {...series} comparisons={comparisons} />
        </section>
      ))}
    </div>
  );
}

function Controls({ experiment, search, show }: Omit<ShownProps, 'results'>) {
  return (
    <div className="results-controls">
      <label>
        Method{' '}
        <select
          value={search.statistics ?? 'sequential'}
          onChange={({ target }) =>
            show({ statistics: METHODS.find((each) => each === target.value && each !== 'sequential') })
          }
        >
          {METHODS.map((method) => (
            <option key={method} value={method}>
              {METHOD_NAMES[method]}
            </option>
          ))}
        </select>
      </label>
      {(experiment.phase ?? 0) > 1 && (
        <label>
          Phase{' '}
          <select
            value={search.phase ?? ''}
            onChange={({ target }) => show({ phase: target.value === '' ? undefined : Number(target.value) })}
          >
            <option value="">all</option>
            {Array.from({ length: experiment.phase ?? 0 }, (_, index) => (
              <option key={index}>{index + 1}</option>
            ))}
          </select>
        </label>
      )}
      {experiment.dimensions.length > 0 && (
        <label>
          By{' '}
          <select
            value={search.dimension ?? ''}
            onChange={({ target }) => show({ dimension: target.value === '' ? undefined : target.value })}
          >
            <option value="">no dimension</option>
            {experiment.dimensions.map(({ key }) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
