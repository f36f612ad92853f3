import { Big } from 'big.js';
import type { MetricKind } from '../../metrics/index.js';
import { conversionArm, type Arm, type Computed } from '../../statistics/index.js';
import type { Amount } from './deltas.js';

/** Exact sums over subjects of their numerators x and denominators y. */
export interface ExactSums {
  readonly n: number;
  readonly sx: Amount;
  readonly sy: Amount;
  readonly sxx: Amount;
  readonly sxy: Amount;
  readonly syy: Amount;
}

/**
 * The arm of a comparison. Variances are differences of large sums, so they are taken in decimals and rounded at the
 * end: as doubles, values around 1e9 would lose all their digits.
 */
export function armOf(kind: MetricKind, sums: ExactSums): Computed<Arm> {
  const { n, sx } = sums;
  if (n < 2) return { notComputable: n < 1 ? 'no_subjects' : 'one_subject' };
  if (kind === 'conversion') return conversionArm({ n, sx: Number(sx) });
  return kind === 'ratio' || kind === 'mean' ? ratioArm(sums) : meanArm(sums);
}

function meanArm({ n, sx, sxx }: ExactSums): Computed<Arm> {
  const x = new Big(sx);
  // n·Σx² − (Σx)² = n·(n − 1)·variance
  const spread = new Big(sxx).times(n).minus(x.times(x));
  return { n, mean: Number(sx) / n, variance: Number(spread) / (n * (n - 1)) };
}

/** As `ratioArm` of the statistics: the variance of (x − R·y) / ȳ, where x − R·y has the mean 0. */
function ratioArm({ n, sx, sy, sxx, sxy, syy }: ExactSums): Computed<Arm> {
  const [x, y] = [new Big(sx), new Big(sy)];
  if (y.eq(0)) return { notComputable: 'denominator_zero' };
  // (Σy)²·Σ(x − R·y)²
  const residual = y.times(y).times(sxx).minus(x.times(y).times(sxy).times(2)).plus(x.times(x).times(syy));
  const denominator = Number(sy);
  const variance = Number(residual) / denominator ** 2 / (n - 1) / (denominator / n) ** 2;
  return { n, mean: Number(sx) / denominator, variance };
}
