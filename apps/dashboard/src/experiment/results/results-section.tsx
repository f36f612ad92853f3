import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Experiment, Results } from '../../api-types.js';
import { server } from '../../server/client.js';
import { exportAddress } from '../../server/export-address.js';
import { Answered } from '../../ui/answered.js';
import { Section } from '../section.js';
import { EffectSeries } from './effect-series.js';
import { ForestTable } from './forest-table.js';
import { HealthList } from './health-list.js';
import { METHODS, paramsOf, queryOf, type Method, type ResultsSearch } from './results-search.js';
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
  const query = server.useQuery('get', '/v1/experiments/{id}/results', {
    params: paramsOf(experiment.id, search),
  });
  if (experiment.startedAt === null) return null;
  const csv = exportAddress(`/v1/experiments/${experiment.id}/results`, 'csv', queryOf(search));
  const note = (
    <a className="button button-plain" href={csv} download="results.csv">
      CSV
    </a>
  );
  return (
    <Section title="Results" note={note}>
      <Answered query={query} what="results">
        {(results) => <Shown experiment={experiment} results={results} search={search} show={show} />}
      </Answered>
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
        <DimensionPart key={value ?? ''} name={`${results.dimension?.key ?? ''}: ${value ?? 'other values'}`}>
          <ForestTable {...common} {...series} comparisons={comparisons} />
        </DimensionPart>
      ))}
    </div>
  );
}

/** The comparisons of one value of a dimension. They are drawn once somebody opens them. */
function DimensionPart({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="dimension-part" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      {open && children}
    </details>
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
