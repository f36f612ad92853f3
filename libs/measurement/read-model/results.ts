import { Big } from 'big.js';
import type { DataSource, EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { quotient, type Decimal } from '../../primitives/decimal.js';
import { unavailable } from '../../platform/problem.js';
import { inOneSnapshot } from '../../projections/index.js';
import { POOLED } from '../aggregation/deltas.js';
import { HOUR_MS } from '../aggregation/log-clock.js';
import { quantileOf, type Bin } from '../aggregation/sketch.js';
import type { Metric, MetricKind } from '../../metrics/index.js';
import { inPhase, type MetricRow } from '../analysis/metric-rows.js';
import {
  readBeside,
  readBins,
  readFromClients,
  readMoments,
  readUnexposed,
  type Beside,
  type MomentSums,
  type OfMetric,
  type Reading,
} from './counted-rows.js';
import { readAsOf, readExperiments, readMetrics, type AsOf } from './measured.js';
import { readExposedRows, readMomentRows } from './moment-rows.js';

export type PhaseChoice = 'all' | 'current' | number;

const NO_MOMENTS: MomentSums = { n: '0', sx: '0', sy: '0', sxx: '0', sxy: '0', syy: '0' };

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
  /** Of the phase asked for, as all below. */
  readonly sums: Rows<typeof readMoments>;
  readonly unexposed: Rows<typeof readUnexposed>;
  readonly bins: Rows<typeof readBins>;
  /** Empty without client telemetry, and for an hour. */
  readonly fromClients: Rows<typeof readFromClients>;
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
  const experiment = (await readExperiments(manager, [id])).get(id);
  if (!experiment) throw unavailable('read_model_not_ready', 'the read model is being made; ask again');
  const of = { reader: manager, experiment: id, hour };
  const phase = choice === 'current' ? experiment.phase : choice === 'all' ? null : choice;
  const metrics = (await readMetrics(manager, [experiment])).get(id) ?? [];
  const [exposed, moments] = [await readExposedRows(of), await readMomentRows(of)];
  if (hour !== null) {
    const asOf = { receivedAt: null, asOf: new Date(hour * HOUR_MS).toISOString(), position: null };
    const sums = summed(inPhase(moments, phase));
    const notKept = { beside: null, unexposed: [], bins: [], fromClients: [] };
    return { experiment, metrics, asOf, phase, exposed, moments, sums, ...notKept };
  }
  const asOf = await readAsOf(manager);
  const reading: Reading = { manager, experiment: id, phase };
  const beside = await readBeside(reading, asOf.receivedAt ?? 0);
  // The database adds decimals up far faster than the client could.
  const [sums, unexposed] = [await readMoments(reading), await readUnexposed(reading)];
  const bins = metrics.some(({ rule }) => rule.kind === 'quantile') ? await readBins(reading) : [];
  const fromClients = await readFromClients(reading);
  return { experiment, metrics, asOf, phase, exposed, moments, beside, sums, unexposed, bins, fromClients };
}

/** Sums over phases, exact. */
function summed(rows: readonly MetricRow[]): OfMetric<MomentSums>[] {
  const found = new Map<string, Big[]>();
  const places = [0, SX, SX + 1, SX + 2, SX + 3, SX + 4];
  for (const { metric, variant, sums } of rows) {
    const before = found.get(`${metric} ${variant}`);
    const after = places.map((place, index) => (before?.[index] ?? new Big(0)).plus(sums[place] ?? 0));
    found.set(`${metric} ${variant}`, after);
  }
  return [...found].map(([name, totals]) => {
    const [metric = '', variant = ''] = name.split(' ');
    const [n = '0', sx = '0', sy = '0', sxx = '0', sxy = '0', syy = '0'] = totals.map((total) => total.toFixed());
    return { metric, variant, n, sx, sy, sxx, sxy, syy };
  });
}

/** Place of Σx among the sums of a row: n, capped, nonzero, sx, sy, sxx, sxy, syy. */
const SX = 3;

/** The part of the report that counts. */
export function countsOf(counted: Counted) {
  const { experiment, exposed, beside, asOf, phase } = counted;
  const isWanted = (row: { readonly phase: number }): boolean => phase === null || row.phase === phase;
  const subjects = new Map<string, number>();
  for (const row of exposed.filter(isWanted)) {
    subjects.set(row.variant, (subjects.get(row.variant) ?? 0) + row.subjects);
  }
  const measuredOf = measuring(counted);
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
      ...(beside?.servedAfter && { servedAfter: beside.servedAfter }),
    },
    metrics: counted.metrics.map((metric) => ({
      ...metricResult(experiment, metric, measuredOf(metric), subjects, counted.fromClients),
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
  fromClients: Counted['fromClients'],
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
      ...(fromClients.length > 0 && {
        fromClients: partOfClients(fromClients, key, kind, variant.key, subjectsOf(variant.key)),
      }),
    })),
    total: { subjects: variants.reduce((sum, variant) => sum + subjectsOf(variant.key), 0), ...measured.total },
  };
}

/** What of a variant's counts is there by client telemetry alone, and its share of the subjects. */
function partOfClients(
  rows: Counted['fromClients'],
  metric: string,
  kind: MetricKind,
  variant: string,
  subjects: number,
) {
  const rowOf = (of: string | null) => rows.find((row) => row.metric === of && row.variant === variant);
  const part = Number(rowOf(null)?.x ?? 0);
  const { x, y } = rowOf(metric) ?? { x: '0', y: '0' };
  const sums =
    kind === 'quantile'
      ? { numerator: null, denominator: null }
      : { numerator: canonical(x), denominator: canonical(y) };
  return { subjects: part, share: quotient(String(part), String(subjects)), ...sums };
}

/** Picks the measured values of a metric from all rows of its experiment. */
function measuring({ sums, unexposed, bins }: Counted): (metric: Metric) => MeasuredMetric {
  return ({ key, rule }) =>
    rule.kind === 'quantile'
      ? quantiles(
          bins.filter(({ metric }) => metric === key),
          rule.quantile,
        )
      : fractions(
          sums.filter(({ metric }) => metric === key),
          unexposed.filter(({ metric }) => metric === key),
        );
}

/** The value is of all events, those of units that were not exposed as well; the moments are of exposed subjects. */
function fractions(rows: Rows<typeof readMoments>, unexposed: Rows<typeof readUnexposed>): MeasuredMetric {
  const totalsOf = (isIncluded: (row: { readonly variant: string }) => boolean): Measured => {
    const totals = [
      ...rows.filter(isIncluded).map(({ sx, sy }) => ({ x: sx, y: sy })),
      ...unexposed.filter(isIncluded),
    ];
    const [x, y] = totals.reduce(([sx, sy], each) => [sx.plus(each.x), sy.plus(each.y)], [new Big(0), new Big(0)]);
    return fraction(x.toFixed(), y.toFixed());
  };
  return {
    variants: (variant) => {
      const found: MomentSums = rows.find((row) => row.variant === variant) ?? NO_MOMENTS;
      const { n, sx, sy, sxx, sxy, syy } = found;
      const [sums, squares] = [
        { n: canonical(n), sx: canonical(sx), sy: canonical(sy) },
        { sxx: canonical(sxx), sxy: canonical(sxy), syy: canonical(syy) },
      ];
      return { ...totalsOf((row) => row.variant === variant), moments: { ...sums, ...squares } };
    },
    total: totalsOf(() => true),
  };
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
