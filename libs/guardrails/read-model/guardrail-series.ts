import { currentRun, type Experiment, type Run, type ThresholdGuardrail } from '../../experiments/index.js';
import { ANY, denominatorOf, EXPOSED, numeratorOf, POOLED, TIME_BUCKET_SECONDS } from '../../measurement/index.js';
import type { Reader } from '../../measurement/read-model/index.js';
import type { Metric } from '../../metrics/index.js';
import type { Decimal } from '../../primitives/decimal.js';
import { ratesOf } from '../judge.js';
import { instantsOf, stepOf, type Span } from '../series/instants.js';
import { piecesOf } from '../series/pieces.js';
import { countsAt } from './series-counts.js';
import { readDataSpan } from './series-rows.js';
import { isByEvents } from './threshold-counts.js';

/** The end of a run follows its last data within moments, and belongs to the line. */
const AFTER_DATA_MS = 60_000;

/** The part of the time that is asked for; null leaves an end to the data. Epoch milliseconds. */
export interface SeriesAsked {
  readonly from: number | null;
  readonly to: number | null;
  /** The most instants of the grid. */
  readonly points: number;
  readonly now: number;
}

interface Line {
  readonly variant: string | null;
  readonly values: (Decimal | null)[];
  readonly enough: boolean[];
}

/** The rates that a guardrail was judged by, at evenly spread instants: each that of the window that ended then. */
export async function readGuardrailSeries(
  reader: Reader,
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  metric: Metric,
  asked: SeriesAsked,
) {
  const span = await spanOf(reader, experiment, metric, asked);
  const step = stepOf(span, asked.points);
  const instants = instantsOf(guardrail, experiment.runs, span, step);
  const question = {
    experiment: experiment.id,
    variants: [...experiment.variants.map(({ key }) => key), POOLED],
    pieces: piecesOf(instants),
    ofServers: guardrail.sources === 'server',
  };
  const total = emptyLine(null);
  const lines = [...experiment.variants.map(({ key }) => emptyLine(key)), total];
  for await (const { arms } of countsAt(reader, question, instants, guardrail, metric)) {
    for (const [place, { value, exposed }] of ratesOf(experiment, metric, arms).entries()) {
      lines[place]?.values.push(value);
      lines[place]?.enough.push(exposed >= guardrail.minSample);
    }
  }
  return {
    from: iso(span.from),
    to: iso(span.to),
    stepSeconds: step / 1000,
    exact: isByEvents(guardrail, metric) && !isOfSubjects(metric) && guardrail.minSample === 0,
    times: instants.map(({ at }) => iso(at)),
    variants: lines.flatMap(({ variant, ...line }) => (variant === null ? [] : [{ variant, ...line }])),
    total: { values: total.values, enough: total.enough },
    runs: experiment.runs.map(({ run, from, to }) => ({ run, from, to })),
    pauses: pausesIn(experiment.runs, experiment),
    phases: experiment.phases.map(({ phase, from, to }) => ({ phase, from, to })),
  };
}

const emptyLine = (variant: string | null): Line => ({ variant, values: [], enough: [] });

/** From the first data to the last, and up to now while it runs. */
async function spanOf(reader: Reader, experiment: Experiment, metric: Metric, asked: SeriesAsked): Promise<Span> {
  const { id, variants, runs } = experiment;
  const data = await readDataSpan(
    reader,
    { experiment: id, variants: variants.map(({ key }) => key) },
    runs.map(({ run }) => run),
    metric.key,
    [ANY, EXPOSED, numeratorOf(metric.key), denominatorOf(metric.key)],
  );
  const [begin, last] = [Date.parse(runs[0]?.from ?? iso(asked.now)), currentRun(experiment)];
  const isRunning = last !== null && last.to === null;
  const end = last?.to ? Date.parse(last.to) : asked.now;
  const dataEnd = data === null ? begin : (data.last + TIME_BUCKET_SECONDS) * 1000 + AFTER_DATA_MS;
  const from = asked.from ?? Math.max(begin, data === null ? end : data.first * 1000);
  const to = Math.min(asked.to ?? (isRunning ? end : Math.min(end, dataEnd)), asked.now);
  return { from: Math.min(from, to), to };
}

/** The time between runs, and since the last one if it was not completed then. */
function pausesIn(runs: readonly Run[], { completedAt }: Experiment) {
  return runs.flatMap(({ to }, index) => {
    const until = runs[index + 1]?.from ?? completedAt;
    return to === null || to === until ? [] : [{ from: to, to: until }];
  });
}

/** True if a side of the metric counts subjects. */
const isOfSubjects = ({ rule }: Metric): boolean => rule.kind === 'count' || rule.kind === 'sum';

const iso = (at: number): string => new Date(at).toISOString();
