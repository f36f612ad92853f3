import { type Computed } from './computed.js';
import { covarianceOf, type Moments, type RatioMoments, varianceOf } from './moments.js';

/** One arm of a comparison: the mean (or ratio) of a metric per subject, and how much it varies. */
export interface Arm {
  /** Subjects. */
  readonly n: number;
  readonly mean: number;
  /** Variance per subject of `mean`: its squared standard error is variance / n. */
  readonly variance: number;
  /** CUPED: what is subtracted from `mean`. */
  readonly correction?: Correction;
}

/** The correction of CUPED: θ times the value before the experiment. Variance and covariance are per subject. */
export interface Correction {
  readonly mean: number;
  readonly variance: number;
  /** With the metric itself. */
  readonly covariance: number;
  /** The delta method of a relative effect goes through the corrected means (of ratios) or the uncorrected ones. */
  readonly tangent: 'corrected' | 'uncorrected';
}

/** The arm of a mean, sum or count per subject. */
export function meanArm(moments: Moments): Computed<Arm> {
  const { n, sx, sxx } = moments;
  if (n < 2) return tooFew(n);
  const variance = varianceOf(n, sx, sxx);
  return typeof variance === 'number' ? { n, mean: sx / n, variance } : variance;
}

/** The arm of a conversion: x is 0 or 1, and the variance is p(1 − p), with divisor n. */
export function conversionArm({ n, sx }: Pick<Moments, 'n' | 'sx'>): Computed<Arm> {
  if (n < 2) return tooFew(n);
  if (sx < 0 || sx > n) return { notComputable: 'impossible_sums' };
  const mean = sx / n;
  return { n, mean, variance: mean * (1 - mean) };
}

/**
 * The arm of a ratio R = Σx / Σy, whose unit is the subject: the variance is that of (x − R·y) / ȳ.
 * Source: Deng, Knoblich, Lu, 'Applying the Delta Method in Metric Analytics', KDD 2018.
 */
export function ratioArm(moments: RatioMoments): Computed<Arm> {
  const { n, sx, sy } = moments;
  if (n < 2) return tooFew(n);
  if (sy === 0) return { notComputable: 'denominator_zero' };
  const ratio = sx / sy;
  const residual = residualVariance(moments, ratio);
  return typeof residual === 'number' ? { n, mean: ratio, variance: residual / (sy / n) ** 2 } : residual;
}

/** A ratio against a fixed threshold T as x − T·y per subject, which is linear, so no delta method is needed. */
export function thresholdArm(moments: RatioMoments, threshold: number): Computed<Arm> {
  const { n, sx, sy } = moments;
  if (n < 2) return tooFew(n);
  const variance = residualVariance(moments, threshold);
  return typeof variance === 'number' ? { n, mean: (sx - threshold * sy) / n, variance } : variance;
}

/** The sample variance of x − slope·y per subject. */
function residualVariance({ n, sx, sxx, sy, syy, sxy }: RatioMoments, slope: number): Computed<number> {
  const ofX = varianceOf(n, sx, sxx);
  const ofY = varianceOf(n, sy, syy);
  if (typeof ofX !== 'number') return ofX;
  if (typeof ofY !== 'number') return ofY;
  const variance = ofX - 2 * slope * covarianceOf(n, sx, sy, sxy) + slope ** 2 * ofY;
  return roundedAway(variance, ofX + slope ** 2 * ofY);
}

/** A variance made of terms that cancel: what is below the rounding of the terms is 0. */
export function roundedAway(variance: number, size: number): Computed<number> {
  if (variance < -1e-9 * size) return { notComputable: 'impossible_sums' };
  return variance <= 1e-12 * size ? 0 : variance;
}

function tooFew(n: number): Computed<never> {
  return { notComputable: n < 1 ? 'no_subjects' : 'one_subject' };
}
