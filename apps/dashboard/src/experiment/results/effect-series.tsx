import { useMemo } from 'react';
import { LazyTimeChart } from '../../charts/lazy-time-chart.js';
import { server } from '../../server/client.js';
import type { Schemas } from '../../server/documents.js';
import { exportAddress } from '../../server/export-address.js';
import { Answered } from '../../ui/answered.js';
import { effectText } from './result-words.js';

interface EffectSeriesProps {
  readonly experiment: string;
  readonly metric: string;
  readonly variant: string;
  /** The place of the arm among the variants, for its colour. */
  readonly arm: number;
}

/** The effect of one arm on one metric over time, with its always-valid interval. */
export function EffectSeries({ experiment, metric, variant, arm }: EffectSeriesProps) {
  const query = server.useQuery('get', '/v1/experiments/{id}/results/series', {
    params: { path: { id: experiment }, query: { metric, variant } },
  });
  const csv = exportAddress(`/v1/experiments/${experiment}/results/series`, 'csv', { metric, variant });
  return (
    <section className="card effect-series" aria-label="Effect over time">
      <div className="section-head">
        <h3>
          {metric}: {variant} over time
        </h3>
        <a className="button button-plain" href={csv} download="effect.csv">
          CSV
        </a>
      </div>
      <Answered query={query} what="effect">
        {(series) => <Drawn series={series} arm={arm} />}
      </Answered>
    </section>
  );
}

const percent = (value: number): string => effectText(value);

function Drawn({ series, arm }: { readonly series: Schemas['EffectSeries']; readonly arm: number }) {
  const { times, lines } = useMemo(() => {
    const { points } = series;
    const colour = `--series-${arm % 8}`;
    return {
      times: points.map(({ time }) => Date.parse(time)),
      lines: [
        { name: 'upper', colour, faint: true, values: points.map(({ relative }) => relative.upper) },
        { name: 'lower', colour, faint: true, values: points.map(({ relative }) => relative.lower) },
        { name: 'effect', colour, values: points.map(({ relative }) => relative.effect) },
      ],
    };
  }, [series, arm]);
  const bands = useMemo(() => [[0, 1] as const], []);
  if (series.points.length < 2) return <p className="hint">A line needs two hours with subjects.</p>;
  return (
    <LazyTimeChart
      label={`Effect on ${series.metric} of ${series.variant} against ${series.control}, with its interval`}
      times={times}
      lines={lines}
      bands={bands}
      format={percent}
    />
  );
}
