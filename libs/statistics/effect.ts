import { type Arm, conversionArm, meanArm, ratioArm, thresholdArm } from './arm.js';
import { type Computed, isComputable, type NotComputable } from './computed.js';
import { type Moments, type RatioMoments } from './moments.js';

/** The effect of treatment b against control a. */
export interface Effect {
  readonly estimate: number;
  /** Standard error of the estimate, above 0. */
  readonly se: number;
  /** Degrees of freedom of Student's t distribution (Welch, Satterthwaite). */
  readonly df: number;
  /** Subjects of both arms. */
  readonly n: number;
}

/** m_b − m_a, or that divided by |m_a|. */
export type Scale = 'absolute' | 'relative';

/** What is below this share of terms that cancel is rounding. */
const ROUNDING = 1e-12;

/** Control a and treatment b of one stratum, such as a phase. */
export interface Pair {
  readonly a: Arm;
  readonly b: Arm;
}

/** The effect on a mean, sum or count per subject. Source: Welch 1947; relative by the delta method. */
export function meanEffect(a: Moments, b: Moments, scale: Scale): Computed<Effect> {
  return effectOf(meanArm(a), meanArm(b), scale);
}

/** The effect on the share of subjects that convert. */
export function conversionEffect(a: Moments, b: Moments, scale: Scale): Computed<Effect> {
  return effectOf(conversionArm(a), conversionArm(b), scale);
}

/** The effect on a ratio of two sums, clustered by subject. */
export function ratioEffect(a: RatioMoments, b: RatioMoments, scale: Scale): Computed<Effect> {
  return effectOf(ratioArm(a), ratioArm(b), scale);
}

/** The excess of a ratio over a fixed threshold, as the mean of x − T·y per subject. */
export function excessOverThreshold(moments: RatioMoments, threshold: number): Computed<Effect> {
  const arm = thresholdArm(moments, threshold);
  if (!isComputable(arm)) return arm;
  return made(arm.mean, arm.variance / arm.n, arm.n - 1, arm.n);
}

/** The effect of one stratum. */
export function effectOf(a: Computed<Arm>, b: Computed<Arm>, scale: Scale): Computed<Effect> {
  if (!isComputable(a)) return a;
  if (!isComputable(b)) return b;
  return compareStrata([{ a, b }], scale);
}

/**
 * The effect over strata with different shares of the arms. Each stratum is compared within itself and weighs as many
 * subjects as it has: S = Σ n·δ, v = Σ n²·se². Raw means are never pooled, which would show Simpson's paradox.
 * The relative effect divides by the control's mean with the same weights, uncorrected where CUPED corrects.
 */
export function compareStrata(strata: readonly Pair[], scale: Scale): Computed<Effect> {
  if (scale === 'absolute') return linearEffect(strata, 1);
  const mean = weighted(strata, ({ a }) => a.mean);
  if (strata.length > 0 && mean === 0) return { notComputable: 'control_mean_zero' };
  const difference = weighted(strata, ({ a, b }) => corrected(b) - corrected(a));
  const tangent = weighted(strata, ({ a, b }) => tangentMean(b) - tangentMean(a));
  const slopes = { value: 1 + tangent / mean, correction: 1 };
  return combined(strata, difference / Math.abs(mean), slopes, mean ** 2);
}

/**
 * m_b − factor · m_a over strata: exactly linear, so it is valid for sequential tests. A factor of 1 is the absolute
 * effect; 1 + d asks whether b exceeds a by more than the share d. Corrections are subtracted from each other without
 * the factor, because only their plain difference has the mean 0.
 */
export function linearEffect(strata: readonly Pair[], factor: number): Computed<Effect> {
  const estimate = weighted(strata, ({ a, b }) => corrected(b) - corrected(a) + (1 - factor) * a.mean);
  return combined(strata, estimate, { value: factor, correction: 1 }, 1);
}

/** By what the control's value and its correction are multiplied in an effect. */
interface Slopes {
  readonly value: number;
  readonly correction: number;
}

const PLAIN: Slopes = { value: 1, correction: 1 };

/** The effect with its standard error. Degrees of freedom are those of the plain difference, on either scale. */
function combined(strata: readonly Pair[], estimate: number, ofControl: Slopes, divisor: number): Computed<Effect> {
  const n = subjectsOf(strata);
  if (n === 0) return { notComputable: 'no_subjects' };
  let [variance, plain] = [0, 0];
  const parts: { readonly variance: number; readonly df: number }[] = [];
  for (const { a, b } of strata) {
    const weight = ((a.n + b.n) / n) ** 2;
    const treatment = { variance: (weight * varianceAlong(b, PLAIN)) / b.n, df: b.n - 1 };
    const control = { variance: (weight * varianceAlong(a, PLAIN)) / a.n, df: a.n - 1 };
    variance += (weight * varianceAlong(a, ofControl)) / a.n + treatment.variance;
    plain += control.variance + treatment.variance;
    parts.push(control, treatment);
  }
  const inverse = parts.reduce((sum, part) => sum + (part.variance / plain) ** 2 / part.df, 0);
  return made(estimate, variance / divisor, 1 / inverse, n);
}

function subjectsOf(strata: readonly Pair[]): number {
  return strata.reduce((sum, { a, b }) => sum + a.n + b.n, 0);
}

/** The mean over strata, by their subjects. */
function weighted(strata: readonly Pair[], of: (pair: Pair) => number): number {
  const n = subjectsOf(strata);
  return strata.reduce((sum, pair) => sum + ((pair.a.n + pair.b.n) / n) * of(pair), 0);
}

/** Variance per subject of the value and its correction, each along its slope. */
function varianceAlong({ variance, correction }: Arm, slopes: Slopes): number {
  const ofValue = slopes.value ** 2 * variance;
  if (!correction) return ofValue;
  const ofCorrection = slopes.correction ** 2 * correction.variance;
  const sum = ofValue - 2 * slopes.value * slopes.correction * correction.covariance + ofCorrection;
  return sum <= ROUNDING * (ofValue + ofCorrection) ? 0 : sum;
}

/** The variance per subject of an arm's corrected value. */
export function correctedVariance(arm: Arm): number {
  return varianceAlong(arm, PLAIN);
}

function corrected({ mean, correction }: Arm): number {
  return mean - (correction?.mean ?? 0);
}

function tangentMean(arm: Arm): number {
  return arm.correction?.tangent === 'uncorrected' ? arm.mean : corrected(arm);
}

/** A variance of 0, or a value beyond the doubles, is not computable. */
function made(estimate: number, variance: number, df: number, n: number): Effect | NotComputable {
  if (!Number.isFinite(variance) || !Number.isFinite(estimate)) return { notComputable: 'impossible_sums' };
  if (!(variance > 0) || !(df > 0)) return { notComputable: 'no_variance' };
  return { estimate, se: Math.sqrt(variance), df, n };
}
