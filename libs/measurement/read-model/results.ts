import { Big } from 'big.js';
import type { DataSource } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { quotient, type Decimal } from '../../primitives/decimal.js';
import { unavailable } from '../../platform/problem.js';
import { inOneSnapshot } from '../../projections/index.js';
import { POOLED } from '../aggregation/deltas.js';
import { quantileOf, type Bin } from '../aggregation/sketch.js';
import type { Metric } from '../../metrics/index.js';
import {
  readBeside,
  readBins,
  readExposures,
  readMoments,
  readUnexposed,
  type MomentSums,
  type Reading,
} from './counted-rows.js';
import { readAsOf, readExperiment, readMetrics } from './measured.js';

export type PhaseChoice = 'all' | 'current' | number;

const NO_MOMENTS: MomentSums = { n: '0', sx: '0', sy: '0', sxx: '0', sxy: '0', syy: '0' };

/** The report of an experiment: exact counts per variant. */
export function readResults(source: DataSource, id: string, choice: PhaseChoice) {
  return inOneSnapshot(source, async (manager) => {
    const experiment = await readExperiment(manager, id);
    if (!experiment) throw unavailable('read_model_not_ready', 'the read model is being made; ask again');
    const phase = choice === 'current' ? experiment.phase : choice === 'all' ? null : choice;
    const reading: Reading = { manager, experiment: id, phase };
    const { receivedAt, asOf, position } = await readAsOf(manager);
    const subjects = await readExposures(reading);
    const { tail, waiting, expired, incomplete } = await readBeside(reading, receivedAt ?? 0);
    const measuredOf = measuring(await readMoments(reading), await readUnexposed(reading), await readBins(reading));
    const metrics = (await readMetrics(manager, experiment)).map((metric) => ({
      ...metricResult(experiment, metric, measuredOf(metric), subjects),
      ...(experiment.addedAfterStart.includes(metric.key) && { added_after_start: true }),
      ...(incomplete.includes(metric.key) && { replaying: true }),
    }));
    return {
      experiment: id,
      status: experiment.status,
      phase: phase ?? ('all' as const),
      asOf,
      position,
      exposure: {
        subjects: Object.fromEntries(experiment.variants.map(({ key }) => [key, subjects.get(key) ?? 0])),
        doubleExposed: subjects.get(POOLED) ?? 0,
        waiting,
        expired,
        tail,
      },
      metrics,
    };
  });
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

type Rows<Read extends (reading: Reading) => Promise<unknown>> = Awaited<ReturnType<Read>>;

/** Picks the measured values of a metric from all rows of its experiment. */
function measuring(
  moments: Rows<typeof readMoments>,
  unexposed: Rows<typeof readUnexposed>,
  bins: Rows<typeof readBins>,
): (metric: Metric) => MeasuredMetric {
  return ({ key, rule }) =>
    rule.kind === 'quantile'
      ? quantiles(
          bins.filter(({ metric }) => metric === key),
          rule.quantile,
        )
      : fractions(
          moments.filter(({ metric }) => metric === key),
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
