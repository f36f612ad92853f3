import betainc from '@stdlib/math-base-special-betainc';
import betaln from '@stdlib/math-base-special-betaln';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammainc from '@stdlib/math-base-special-gammainc';
import betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile';
import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import logcdfOfNormal from '@stdlib/stats-base-dists-normal-logcdf';
import cdfOfT from '@stdlib/stats-base-dists-t-cdf';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';

/** P(Z ≤ z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  return cdfOfNormal(z, 0, 1);
}

/** P(Z > z). By symmetry, so small tails keep their digits. */
export function normalSf(z: number): number {
  return cdfOfNormal(-z, 0, 1);
}

/** ln P(Z ≤ z), finite far below the smallest P. */
export function normalLogCdf(z: number): number {
  return logcdfOfNormal(z, 0, 1);
}

/** The density of the standard normal distribution. */
export function normalPdf(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** The z with P(Z ≤ z) = p, for p from 0 to 1. By erfcinv, because the library's quantile is infinite below 1e-17. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

/** P(T > t) of Student's t distribution. By symmetry, so small tails keep their digits. df is above 0; Infinity is normal. */
export function tSf(t: number, df: number): number {
  return df === Infinity ? normalSf(t) : cdfOfT(-t, df);
}

/** The t with P(T ≤ t) = p, for p from 0 to 1. df is above 0; Infinity is normal. */
export function tQuantile(p: number, df: number): number {
  return df === Infinity ? normalQuantile(p) : quantileOfT(p, df);
}

/** P(X > x) of the χ² distribution, as the upper incomplete gamma function. x from 0, df above 0. */
export function chiSquareSf(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true);
}

/** P(X ≤ x) of the beta distribution: the regularised incomplete beta function. x from 0 to 1, a and b above 0. */
export function betaCdf(x: number, a: number, b: number): number {
  return betainc(x, a, b);
}

/** The x with P(X ≤ x) = p of the beta distribution. p from 0 to 1, a and b above 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileOf(p, a, b);
}

/** ln B(a, b), for a and b above 0. */
export function logBeta(a: number, b: number): number {
  return betaln(a, b);
}

/** Below it the regularised incomplete beta function has lost digits to underflow. */
const TINY = 1e-290;

/**
 * ln of the incomplete beta function ∫₀ˣ t^(a−1) (1−t)^(b−1) dt, finite where the function itself is 0 as a double.
 * Source of the series: DLMF 8.17.8, whose terms are positive and fall here, because a tiny value has x below a/(a+b).
 */
export function logIncompleteBeta(x: number, a: number, b: number): number {
  if (x >= 1) return logBeta(a, b);
  const regularised = betaCdf(x, a, b);
  if (regularised > TINY) return Math.log(regularised) + logBeta(a, b);
  let [sum, term] = [1, 1];
  for (let step = 1; term > sum * 1e-17; step += 1) {
    term *= ((a + b + step - 1) / (a + step)) * x;
    sum += term;
  }
  return a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + Math.log(sum);
}
