import { armsOfMetric, pairsOf, type PhasePair } from '../aggregation/compared-sums.js';
import type { Amount } from '../aggregation/deltas.js';
import type { SumRow } from '../aggregation/sums-book.js';
import type { Metric } from '../../metrics/index.js';

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

export function byMetric(rows: readonly MetricRow[]): RowsByMetric {
  const found = new Map<string, MetricRow[]>();
  for (const row of rows) {
    const known = found.get(row.metric);
    if (known) known.push(row);
    else found.set(row.metric, [row]);
  }
  return found;
}

/** The rows of one phase; null: of all. */
export const inPhase = (rows: readonly MetricRow[], phase: number | null): readonly MetricRow[] =>
  phase === null ? rows : rows.filter((row) => row.phase === phase);

type Arms = Parameters<typeof pairsOf>[0];

/** The arms of a metric by variant and phase, once for all treatments. */
export function armsOfRows(rows: readonly MetricRow[], { key, rule }: Pick<Metric, 'key' | 'rule'>): Arms {
  const moments = new Map<string, SumRow>(
    rows.map(({ metric, variant, phase, sums }) => [
      `${variant} ${phase}`,
      { key: [metric, variant, phase], values: sums },
    ]),
  );
  return armsOfMetric({ moments, runMoments: new Map(), exposures: new Map() }, key, rule.kind);
}

/** An arm over phases: its subjects, and those whose value is not 0. */
interface ArmTotal {
  readonly n: number;
  readonly nonZero: number;
}

export const totalOf = (pairs: readonly PhasePair[], arm: 'a' | 'b'): ArmTotal =>
  pairs.reduce((sum, { [arm]: each }) => ({ n: sum.n + (each?.n ?? 0), nonZero: sum.nonZero + (each?.nonZero ?? 0) }), {
    n: 0,
    nonZero: 0,
  });

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
