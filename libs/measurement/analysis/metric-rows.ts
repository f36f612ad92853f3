import { groupedBy } from '../../primitives/grouped.js';
import type { PhaseArm, pairsOf } from '../aggregation/compared-sums.js';
import type { Amount } from '../aggregation/deltas.js';
import type { Metric } from '../../metrics/index.js';
import { armOfSums } from './quick-arms.js';

/** The sums of a metric over the exposed subjects of a variant in a phase. */
export interface MetricRow {
  readonly metric: string;
  readonly variant: string;
  readonly phase: number;
  /** Of moments: n, capped, nonzero, sx, sy, sxx, sxy, syy. Of covariates: known, sp, sq, spp, spq, sqq, sxp, … */
  readonly sums: readonly Amount[];
}

/** Rows by metric. */
export type RowsByMetric = ReadonlyMap<string, readonly MetricRow[]>;

export const byMetric = <Row extends { readonly metric: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> =>
  groupedBy(rows, ({ metric }) => metric);

/** The rows of one phase; null: of all. */
export const inPhase = (rows: readonly MetricRow[], phase: number | null): readonly MetricRow[] =>
  phase === null ? rows : rows.filter((row) => row.phase === phase);

/** The moments of a metric, and its arms, which are made once: the verdict and the values of dimensions ask again. */
export class MetricMoments {
  private made: Arms | undefined;

  constructor(readonly rows: readonly MetricRow[]) {}

  arms(metric: Pick<Metric, 'rule'>): Arms {
    return (this.made ??= armsOfRows(this.rows, metric));
  }
}

export const NO_MOMENTS = new MetricMoments([]);

/** Moments by metric. */
export type MomentsByMetric = ReadonlyMap<string, MetricMoments>;

export const momentsByMetric = (rows: readonly MetricRow[]): MomentsByMetric =>
  new Map([...byMetric(rows)].map(([metric, own]) => [metric, new MetricMoments(own)]));

/** The arms of a metric by variant and phase. */
export function armsOfRows(rows: readonly MetricRow[], { rule }: Pick<Metric, 'rule'>): Arms {
  const arms = new Map<string, Map<number, PhaseArm>>();
  for (const { variant, phase, sums: values } of rows) {
    const [n, , nonZero, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0] = values;
    if (Number(n) === 0) continue;
    const sums = { n: Number(n), sx, sy, sxx, sxy, syy };
    const phases = arms.get(variant) ?? new Map<number, PhaseArm>();
    arms.set(variant, phases);
    phases.set(phase, { n: sums.n, nonZero: Number(nonZero), sums, arm: armOfSums(rule.kind, sums) });
  }
  return arms;
}

type Arms = Parameters<typeof pairsOf>[0];

/** The share of the subjects of these variants that the metric's cap cut; 0 without subjects. */
export function cappedShare(rows: readonly MetricRow[], variants: readonly string[]): number {
  let [subjects, capped] = [0, 0];
  for (const { variant, sums } of rows) {
    if (!variants.includes(variant)) continue;
    subjects += Number(sums[0]);
    capped += Number(sums[1]);
  }
  return subjects === 0 ? 0 : capped / subjects;
}
