import { Big } from 'big.js';
import type { DataSource, EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { quotient, type Decimal } from '../../primitives/decimal.js';
import { unavailable } from '../../platform/problem.js';
import { inOneSnapshot } from '../../projections/index.js';
import { amountText, plus, POOLED, type Amount } from '../aggregation/deltas.js';
import { quantileOf, type Bin } from '../aggregation/sketch.js';
import type { Metric } from '../../metrics/index.js';
import { byMetric, type MetricRow } from '../analysis/metric-rows.js';
import { readBeside, readBins, readUnexposed, type Beside, type MomentSums, type Reading } from './counted-rows.js';
import { readAsOf, readExperiment, readMetrics, type AsOf } from './measured.js';
import { readExposedRows, readMomentRows } from './moment-rows.js';

export type PhaseChoice = 'all' | 'current' | number;

const HOUR_MS = 3_600_000;

/** The counts of an experiment: exact, per variant. */
export function readResults(source: DataSource, id: string, choice: PhaseChoice) {
  return inOneSnapshot(source, async (manager) => countsOf(await readCounted(manager, id, choice, null)));
}

type Rows<Read extends (...of: never[]) => Promise<unknown>> = Awaited<ReturnType<Read>>;

/** Everything that is counted of an experiment. */
export interface Counted {
  readonly experiment: Experiment;
  readonly metrics: readonly Metric[];
  readonly asOf: AsOf;
  /** The phase asked for; null: all. */
  readonly phase: number | null;
  /** Of all phases, as the moments are. */
  readonly exposed: Rows<typeof readExposedRows>;
  readonly moments: readonly MetricRow[];
  /** Null: not kept by hour. */
  readonly beside: Beside | null;
  readonly unexposed: Rows<typeof readUnexposed>;
  readonly bins: Rows<typeof readBins>;
}

/**
 * Reads in the snapshot of a transaction, one statement per kind of row.
 * @param hour since 1970: what was exposed at its beginning; null: everything now
 */
export async function readCounted(
  manager: EntityManager,
  id: string,
  choice: PhaseChoice,
  hour: number | null,
): Promise<Counted> {
  const experiment = await readExperiment(manager, id);
  if (!experiment) throw unavailable('read_model_not_ready', 'the read model is being made; ask again');
  const of = { reader: manager, experiment: id, hour };
  const phase = choice === 'current' ? experiment.phase : choice === 'all' ? null : choice;
  const metrics = await readMetrics(manager, experiment);
  const [exposed, moments] = [await readExposedRows(of), await readMomentRows(of)];
  if (hour !== null) {
    const asOf = { receivedAt: null, asOf: new Date(hour * HOUR_MS).toISOString(), position: null };
    return { experiment, metrics, asOf, phase, exposed, moments, beside: null, unexposed: [], bins: [] };
  }
  const asOf = await readAsOf(manager);
  const reading: Reading = { manager, experiment: id };
  const beside = await readBeside(reading, asOf.receivedAt ?? 0);
  const unexposed = await readUnexposed(reading);
  const bins = metrics.some(({ rule }) => rule.kind === 'quantile') ? await readBins(reading, phase) : [];
  return { experiment, metrics, asOf, phase, exposed, moments, beside, unexposed, bins };
}

/** The part of the report that counts. */
export function countsOf(counted: Counted) {
  const { experiment, exposed, beside, asOf, phase } = counted;
  const isWanted = (row: { readonly phase: number }): boolean => phase === null || row.phase === phase;
  const subjects = new Map<string, number>();
  for (const row of exposed.filter(isWanted)) {
    subjects.set(row.variant, (subjects.get(row.variant) ?? 0) + row.subjects);
  }
  const measuredOf = measuring(counted, isWanted);
  return {
    experiment: experiment.id,
    status: experiment.status,
    phase: phase ?? ('all' as const),
    asOf: asOf.asOf,
    position: asOf.position,
    exposure: {
      subjects: Object.fromEntries(experiment.variants.map(({ key }) => [key, subjects.get(key) ?? 0])),
      doubleExposed: subjects.get(POOLED) ?? 0,
      waiting: beside && beside.waiting,
      expired: beside && beside.expired,
      tail: beside && beside.tail,
    },
    metrics: counted.metrics.map((metric) => ({
      ...metricResult(experiment, metric, measuredOf(metric), subjects),
      ...(beside === null && metric.rule.kind === 'quantile' && { notKept: true }),
      ...(experiment.addedAfterStart.includes(metric.key) && { added_after_start: true }),
      ...(beside?.incomplete.includes(metric.key) && { replaying: true }),
    })),
  };
}

/** A rate of exact counts; the numerator of a quantile is null, its denominator is the number of values. */
export interface Measured {
  readonly numerator: string | null;
  readonly denominator: string;
  readonly value: string | null;
}

interface MeasuredMetric {
  /** By key of the variant. The moments are null for a quantile. */
  readonly variants: (variant: string) => Measured & { readonly moments: MomentSums | null };
  readonly total: Measured;
}

function metricResult(
  { variants }: Experiment,
  { key, version, direction, rule: { kind } }: Metric,
  measured: MeasuredMetric,
  exposed: ReadonlyMap<string, number>,
) {
  const subjectsOf = (variant: string): number => exposed.get(variant) ?? 0;
  return {
    metric: key,
    version,
    kind,
    direction,
    variants: variants.map((variant) => ({
      variant: variant.key,
      subjects: subjectsOf(variant.key),
      ...measured.variants(variant.key),
    })),
    total: { subjects: variants.reduce((sum, variant) => sum + subjectsOf(variant.key), 0), ...measured.total },
  };
}

/** Picks the measured values of a metric from all rows of its experiment. */
function measuring(
  { moments, unexposed, bins }: Counted,
  isWanted: (row: { readonly phase: number }) => boolean,
): (metric: Metric) => MeasuredMetric {
  const [rows, events] = [byMetric(moments.filter(isWanted)), unexposed.filter(isWanted)];
  return ({ key, rule }) =>
    rule.kind === 'quantile'
      ? quantiles(
          bins.filter(({ metric }) => metric === key),
          rule.quantile,
        )
      : fractions(
          rows.get(key) ?? [],
          events.filter(({ metric }) => metric === key),
        );
}

/** The value is of all events, those of units that were not exposed as well; the moments are of exposed subjects. */
function fractions(rows: readonly MetricRow[], unexposed: Rows<typeof readUnexposed>): MeasuredMetric {
  const totalsOf = (isIncluded: (row: { readonly variant: string }) => boolean): Measured => {
    let [x, y]: [Amount, Amount] = [0, 0];
    for (const { sums } of rows.filter(isIncluded)) [x, y] = [plus(x, sums[SX] ?? 0), plus(y, sums[SX + 1] ?? 0)];
    for (const of of unexposed.filter(isIncluded)) [x, y] = [plus(x, new Big(of.x)), plus(y, new Big(of.y))];
    return fraction(amountText(x), amountText(y));
  };
  return {
    variants: (variant) => {
      const isOwn = (row: { readonly variant: string }): boolean => row.variant === variant;
      return { ...totalsOf(isOwn), moments: momentSums(rows.filter(isOwn)) };
    },
    total: totalsOf(() => true),
  };
}

/** Place of Σx among the sums of a row: n, capped, nonzero, sx, sy, sxx, sxy, syy. */
const SX = 3;

function momentSums(rows: readonly MetricRow[]): MomentSums {
  const sumAt = (place: number): string =>
    new Big(amountText(rows.reduce<Amount>((sum, { sums }) => plus(sum, sums[place] ?? 0), 0))).toFixed();
  const [sx, sy, sxx, sxy, syy] = [SX, SX + 1, SX + 2, SX + 3, SX + 4].map(sumAt);
  return { n: sumAt(0), sx: sx ?? '0', sy: sy ?? '0', sxx: sxx ?? '0', sxy: sxy ?? '0', syy: syy ?? '0' };
}

function quantiles(rows: Rows<typeof readBins>, quantile: Decimal): MeasuredMetric {
  const result = (bins: readonly Bin[]): Measured => quantileResult(bins, quantile);
  return {
    variants: (variant) => ({ ...result(rows.filter((row) => row.variant === variant)), moments: null }),
    total: result(rows),
  };
}

/** A quantile for reports: its value, and the number of values that it is of. */
export function quantileResult(bins: readonly Bin[], quantile: Decimal): Measured {
  const values = bins.reduce((sum, bin) => sum + bin.values, 0);
  const value = quantileOf(bins, quantile);
  return { numerator: null, denominator: String(values), value: value === null ? null : new Big(value).toFixed() };
}

const canonical = (decimal: string): string => new Big(decimal).toFixed();

/** Numerator over denominator for reports. */
export function fraction(numerator: string, denominator: string): Measured {
  return {
    numerator: canonical(numerator),
    denominator: canonical(denominator),
    value: quotient(numerator, denominator),
  };
}
