import { useMemo } from 'react';
import { LazyTimeChart } from '../charts/lazy-time-chart.js';
import { type Experiment, type ThresholdGuardrail } from '../api-types.js';
import { displayDecimal } from '../format/decimal.js';
import { displayWindow } from '../format/time.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';

type Series = Schemas['GuardrailSeries'];

interface GuardrailChartProps {
  readonly experiment: Experiment;
  readonly guardrail: ThresholdGuardrail;
}

/** The guardrail as it was judged: the value of the window that ended at each instant, not that of the instant alone. */
export function GuardrailChart({ experiment, guardrail }: GuardrailChartProps) {
  const { data, error } = server.useQuery(
    'get',
    '/v1/experiments/{id}/guardrails/{key}/series',
    { params: { path: { id: experiment.id, key: guardrail.key } } },
    { enabled: experiment.startedAt !== null },
  );
  if (error && !data) return <p className="refusal">Chart: {problemFrom(error).message}</p>;
  if (!data || data.times.length === 0) return null;
  return <Drawn series={data} />;
}

function Drawn({ series }: { readonly series: Series }) {
  const drawn = useMemo(() => chartOf(series), [series]);
  const level = useMemo(() => ({ value: Number(series.threshold), colour: '--red' }), [series.threshold]);
  const window = displayWindow(series.windowMinutes);
  return (
    <figure className="chart">
      <LazyTimeChart
        label={`${series.metric} over the ${window}, as judged at each time, by variant; threshold ${series.threshold}`}
        times={drawn.times}
        lines={drawn.lines}
        marks={drawn.marks}
        level={level}
        format={displayed}
      />
      <figcaption className="chart-caption">
        <span className="chart-legend">
          {series.variants.map(({ variant }, index) => (
            <span key={variant} className={`chart-key series-${index % 8}`} title={variant}>
              <span className="swatch" aria-hidden="true" />
              <span className="chart-key-name">{variant}</span>
            </span>
          ))}
        </span>
        <span>
          each point: the {window}
          {!series.exact && ', estimated'}
        </span>
      </figcaption>
    </figure>
  );
}

const displayed = (value: number): string => displayDecimal(String(Number(value.toPrecision(4))));

function chartOf({ times, variants, breaches, pauses, phases }: Series) {
  return {
    times: times.map((time) => Date.parse(time)),
    lines: variants.map(({ variant, values }, index) => ({
      name: variant,
      colour: `--series-${index % 8}`,
      values: values.map((value) => (value === null ? null : Number(value))),
    })),
    marks: [
      ...pauses.map(({ from, to }) => ({
        kind: 'pause' as const,
        from: Date.parse(from),
        to: to === null ? Date.now() : Date.parse(to),
      })),
      ...phases.slice(1).map(({ from }) => ({ kind: 'phase' as const, from: Date.parse(from), to: null })),
      ...breaches.map(({ at }) => ({ kind: 'breach' as const, from: Date.parse(at), to: null })),
    ],
  };
}
