import type { MetricKind } from '../../metrics/index.js';
import { isComputable, meanArm, ratioArm, type Arm, type Computed, type RatioMoments } from '../../statistics/index.js';
import { armOf, type ExactSums } from '../aggregation/arms.js';

/** A centred sum above this share of its terms keeps 10 digits as a double. */
const WELL_CONDITIONED = 1e-6;

/**
 * The arm of exact sums. Most take doubles, which is many times faster; sums whose variance is a small difference of
 * large terms take decimals.
 */
export function armOfSums(kind: MetricKind, sums: ExactSums): Computed<Arm> {
  if (kind === 'conversion' || sums.n < 2) return armOf(kind, sums);
  const { sx, sy, sxx, sxy, syy } = sums;
  const moments = { n: sums.n, sx: Number(sx), sy: Number(sy), sxx: Number(sxx), sxy: Number(sxy), syy: Number(syy) };
  const isRatio = kind === 'ratio' || kind === 'mean';
  const isSafe = isRatio ? isSafeRatio(moments) : keepsDigits(moments.n, moments.sx, moments.sxx);
  if (!isSafe) return armOf(kind, sums);
  const arm = isRatio ? ratioArm(moments) : meanArm(moments);
  return isComputable(arm) ? arm : armOf(kind, sums);
}

/** Whether Σx² − (Σx)²/n keeps its digits as a double. */
export const keepsDigits = (n: number, sum: number, squares: number): boolean =>
  squares - (sum * sum) / n > WELL_CONDITIONED * squares;

/** Whether Σ(x − R·y)², and the variances that make it, keep their digits. */
function isSafeRatio({ n, sx, sy, sxx, sxy, syy }: RatioMoments): boolean {
  const ratio = sx / sy;
  const [ofX, ofY] = [sxx - (sx * sx) / n, ratio ** 2 * (syy - (sy * sy) / n)];
  const residual = sxx - 2 * ratio * sxy + ratio ** 2 * syy;
  return residual > WELL_CONDITIONED * (sxx + ratio ** 2 * syy) && ofX + ofY > WELL_CONDITIONED * residual;
}
