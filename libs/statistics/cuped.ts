import { type Arm, meanArm, ratioArm } from './arm.js';
import { type Computed, isComputable } from './computed.js';
import { type Effect } from './effect.js';
import {
  addMoments,
  covarianceOf,
  type CupedMoments,
  type CupedRatioMoments,
  type Moments,
  varianceOf,
} from './moments.js';

/**
 * CUPED's θ = cov(value, value before) / var(value before). Both are pooled over the arms of each stratum, and summed
 * over strata. 0 if the values before do not vary, which leaves the metric as it is. Subjects without history count as 0.
 * Source: Deng, Xu, Kohavi, Walker, 'Improving the Sensitivity of Online Controlled Experiments', WSDM 2013.
 */
export function cupedTheta(strata: readonly { readonly a: CupedMoments; readonly b: CupedMoments }[]): number {
  let [together, before] = [0, 0];
  for (const { a, b } of strata) {
    const { n, sx, sp, spp, spx } = addMoments(sumsOf(a), sumsOf(b));
    if (n < 2) continue;
    const variance = varianceOf(n, sp, spp);
    if (typeof variance !== 'number' || variance === 0) continue;
    together += (n - 1) * covarianceOf(n, sx, sp, spx);
    before += (n - 1) * variance;
  }
  return before === 0 ? 0 : together / before;
}

/** Without the further sums of a ratio. */
function sumsOf({ n, sx, sxx, sp, spp, spx }: CupedMoments): CupedMoments {
  return { n, sx, sxx, sp, spp, spx };
}

/** An arm's mean, corrected by θ times the mean before. */
export function cupedArm(moments: CupedMoments, theta: number): Computed<Arm> {
  const arm = meanArm(moments);
  if (!isComputable(arm)) return arm;
  const { n, sx, sp, spp, spx } = moments;
  const variance = varianceOf(n, sp, spp);
  if (typeof variance !== 'number') return variance;
  const covariance = theta * covarianceOf(n, sx, sp, spx);
  const mean = (theta * sp) / n;
  return { ...arm, correction: { mean, variance: theta ** 2 * variance, covariance, tangent: 'uncorrected' } };
}

/**
 * θ of a ratio: the covariance of the linearised ratio with the linearised ratio before, over the variance of the
 * latter, summed over arms and strata. 0 if no ratio before exists or varies. Source: as of `cupedTheta`, appendix B.
 */
export function cupedRatioTheta(arms: readonly CupedRatioMoments[]): number {
  let [together, before] = [0, 0];
  for (const moments of arms) {
    const line = linearised(moments);
    if (!line) continue;
    together += line.covariance;
    before += line.variance;
  }
  return before === 0 ? 0 : together / before;
}

/** An arm's ratio, corrected by θ times its ratio before. Not computable if the denominators before add up to 0. */
export function cupedRatioArm(moments: CupedRatioMoments, theta: number): Computed<Arm> {
  const arm = ratioArm(moments);
  if (!isComputable(arm) || theta === 0) return arm;
  const line = linearised(moments);
  if (!line) return { notComputable: 'denominator_zero' };
  const { ratio, covariance, variance } = line;
  return {
    ...arm,
    correction: {
      mean: theta * ratio,
      variance: theta ** 2 * variance,
      covariance: theta * covariance,
      tangent: 'corrected',
    },
  };
}

/** Both ratios as sums over subjects: (x − R·y)/ȳ and (p − S·q)/q̄. Variance is of the latter, covariance of both. */
function linearised(moments: CupedRatioMoments): { ratio: number; covariance: number; variance: number } | null {
  const { n, sx, sy, sp, spp, spx, spy, sq, sqq, sqx, sqy, sqp } = moments;
  if (n < 2 || sy === 0 || sq === 0) return null;
  const before = ratioArm({ n, sx: sp, sxx: spp, sy: sq, syy: sqq, sxy: sqp });
  if (!isComputable(before)) return null;
  const [now, ratio] = [sx / sy, sp / sq];
  const covariance =
    covarianceOf(n, sx, sp, spx) -
    ratio * covarianceOf(n, sx, sq, sqx) -
    now * covarianceOf(n, sy, sp, spy) +
    now * ratio * covarianceOf(n, sy, sq, sqy);
  return { ratio, covariance: covariance / ((sy / n) * (sq / n)), variance: before.variance };
}

/** The share of the variance that CUPED saves; negative if it adds some. */
export function varianceSaved(raw: Effect, corrected: Effect): number {
  return 1 - (corrected.se / raw.se) ** 2;
}

/** The share of an arm's subjects that have a history. */
export function cupedCoverage(withHistory: number, { n }: Moments): number {
  return n === 0 ? 0 : withHistory / n;
}
