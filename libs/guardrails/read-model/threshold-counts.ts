import type { Experiment, Run, ThresholdGuardrail } from '../../experiments/index.js';
import { ANY, denominatorOf, EXPOSED, numeratorOf, type Bin } from '../../measurement/index.js';
import type { Reader } from '../../measurement/read-model/index.js';
import type { Metric } from '../../metrics/index.js';
import { windowOf, type ArmCounts } from '../judge.js';

/** What is asked about a guardrail: its counts in a run of its experiment. */
export interface CountsAsked {
  readonly experiment: Experiment;
  readonly guardrail: ThresholdGuardrail;
  readonly metric: Metric;
  readonly run: Run;
}

/** The rows of one question in these tables. */
function countsIn(buckets: string, distinct: string): string {
  const inWindow = 'experiment_id = asked.experiment_id AND run = asked.run AND bucket >= asked.since';
  return `SELECT variant, numerator, denominator, 0 AS exposed FROM ${buckets}
        WHERE ${inWindow} AND metric = asked.metric
      UNION ALL SELECT variant, subjects, 0, 0 FROM ${distinct} WHERE ${inWindow} AND measure = asked.numerator
      UNION ALL SELECT variant, 0, subjects, 0 FROM ${distinct} WHERE ${inWindow} AND measure = asked.denominator
      UNION ALL SELECT variant, 0, 0, subjects FROM ${distinct} WHERE ${inWindow} AND measure = '${EXPOSED}'`;
}

// Servers alone are judged by all counts less those of clients, which few experiments have.
// One subquery per question reads by the index; a join of them all would read whole tables, as in `rowsByKeys`.
const COUNTS = `SELECT place::integer AS place, found.*
  FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::boolean[], $5::text[], $6::text[], $7::text[])
    WITH ORDINALITY AS asked (experiment_id, run, since, of_servers, metric, numerator, denominator, place)
  CROSS JOIN LATERAL (
    SELECT variant, sum(numerator)::text AS numerator, sum(denominator)::text AS denominator,
      sum(exposed)::text AS exposed
    FROM (
      ${countsIn('buckets', 'distinct_subjects')}
      UNION ALL SELECT variant, -numerator, -denominator, -exposed FROM (
        ${countsIn('client_buckets', 'client_distinct_subjects')}
      ) AS of_clients WHERE asked.of_servers
    ) AS parts GROUP BY variant
  ) AS found`;

const VALUES_IN_WINDOW =
  'experiment_id = asked.experiment_id AND run = asked.run AND metric = asked.metric AND bucket >= asked.since';

const BINS = `SELECT place::integer AS place, found.*
  FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::boolean[], $5::text[]) WITH ORDINALITY
    AS asked (experiment_id, run, since, of_servers, metric, place)
  CROSS JOIN LATERAL (
    SELECT variant, bin, sum(n)::float8 AS values FROM (
      SELECT variant, bin, n FROM bucket_sketches WHERE ${VALUES_IN_WINDOW}
      UNION ALL SELECT variant, bin, -n FROM client_bucket_sketches WHERE asked.of_servers AND ${VALUES_IN_WINDOW}
    ) AS parts GROUP BY variant, bin HAVING sum(n) <> 0
  ) AS found`;

/** Rows that answer the question at this place of the list, counted from 1. */
type Placed<Row> = Row & { readonly place: number };
type ArmBin = Bin & { readonly variant: string };

/**
 * Counts per arm within the guardrail's window of the run, one list per question; the POOLED entry corrects their sum
 * to the total.
 */
export async function readThresholdCounts(
  reader: Reader,
  asked: readonly CountsAsked[],
  now: Date,
): Promise<(readonly ArmCounts[])[]> {
  if (asked.length === 0) return [];
  const measures = asked.map(({ guardrail, metric }) => measuresOf(guardrail, metric));
  const rows = await reader.query<Placed<ArmCounts>[]>(COUNTS, [
    ...rangesOf(asked, now),
    asked.map(({ guardrail, metric }) => (isByEvents(guardrail, metric) ? metric.key : null)),
    measures.map(([numerator]) => numerator),
    measures.map(([, denominator]) => denominator),
  ]);
  const bins = await readBins(reader, asked, now);
  return byPlace(rows, asked.length).map((arms, place) => withBins(arms, bins[place]));
}

/** The values of each question about a quantile; undefined for the others. */
async function readBins(
  reader: Reader,
  asked: readonly CountsAsked[],
  now: Date,
): Promise<(readonly ArmBin[] | undefined)[]> {
  const quantiles = asked.filter(({ metric }) => metric.rule.kind === 'quantile');
  if (quantiles.length === 0) return [];
  const metrics = quantiles.map(({ metric }) => metric.key);
  const rows = await reader.query<Placed<ArmBin>[]>(BINS, [...rangesOf(quantiles, now), metrics]);
  const found = byPlace(rows, quantiles.length);
  return asked.map((question) => found[quantiles.indexOf(question)]);
}

/** Columns of the questions: experiment, run, the first bucket of the window, and whether servers alone are judged. */
function rangesOf(asked: readonly CountsAsked[], now: Date): readonly [string[], number[], number[], boolean[]] {
  return [
    asked.map(({ experiment }) => experiment.id),
    asked.map(({ run }) => run.run),
    // Without a window the whole run counts, including events from before the first start.
    asked.map(({ guardrail, run }) =>
      guardrail.windowMinutes === null ? 0 : windowOf(guardrail, run, endOf(run, now)).from.getTime() / 1000,
    ),
    asked.map(({ guardrail }) => guardrail.sources === 'server'),
  ];
}

/** A run that has ended is judged as it was at its end. */
const endOf = ({ to }: Run, now: Date): Date => (to === null ? now : new Date(to));

/** The rows of each question. */
function byPlace<Row extends { readonly place: number }>(rows: readonly Row[], questions: number): Row[][] {
  const answers = Array.from({ length: questions }, (): Row[] => []);
  for (const row of rows) answers[row.place - 1]?.push(row);
  return answers;
}

function withBins(arms: readonly ArmCounts[], bins: readonly ArmBin[] | undefined): readonly ArmCounts[] {
  if (bins === undefined) return arms;
  const variants = new Set([...arms, ...bins].map(({ variant }) => variant));
  return [...variants].map((variant) => ({
    ...(arms.find((arm) => arm.variant === variant) ?? { variant, numerator: '0', denominator: '0', exposed: '0' }),
    bins: bins.filter((bin) => bin.variant === variant),
  }));
}

/** True if a failing subject counts once; only kinds whose numerator counts events offer that. */
const bySubject = (guardrail: ThresholdGuardrail, { rule }: Metric): boolean =>
  guardrail.per === 'subject' && (rule.kind === 'ratio' || rule.kind === 'count');

/** True if the numerator counts events, false if it counts subjects that had some. */
export function isByEvents(guardrail: ThresholdGuardrail, metric: Metric): boolean {
  return metric.rule.kind !== 'conversion' && !bySubject(guardrail, metric);
}

/** The measures of distinct subjects in numerator and denominator; null where events are counted. */
export function measuresOf(guardrail: ThresholdGuardrail, metric: Metric): readonly [string | null, string | null] {
  const { key, rule } = metric;
  switch (rule.kind) {
    case 'ratio':
      return bySubject(guardrail, metric) ? [numeratorOf(key), denominatorOf(key)] : [null, null];
    case 'conversion':
      return [numeratorOf(key), ANY];
    case 'count':
    case 'sum':
      return [bySubject(guardrail, metric) ? numeratorOf(key) : null, ANY];
    case 'mean':
    case 'quantile':
      return [null, null];
  }
}
