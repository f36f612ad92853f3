import { type Computed } from './computed.js';

/**
 * Sums over the subjects of one arm (in one phase) from which its statistics follow. x is a subject's value. Where
 * values lie far from 0, subtract a fixed shift from each before summing: variances stay the same and keep their digits.
 */
export interface Moments {
  /** Subjects. */
  readonly n: number;
  readonly sx: number;
  readonly sxx: number;
}

/** y is a subject's denominator: the metric is Σx / Σy. */
export interface RatioMoments extends Moments {
  readonly sy: number;
  readonly syy: number;
  readonly sxy: number;
}

/** p is a subject's value before its first exposure. */
export interface CupedMoments extends Moments {
  readonly sp: number;
  readonly spp: number;
  readonly spx: number;
}

/** q is a subject's denominator before its first exposure. */
export interface CupedRatioMoments extends RatioMoments, CupedMoments {
  readonly spy: number;
  readonly sq: number;
  readonly sqq: number;
  readonly sqx: number;
  readonly sqy: number;
  readonly sqp: number;
}

/** The moments of both groups of subjects together. Both have the same sums. */
export function addMoments<M extends Moments>(one: M, other: M): M {
  const sums = Object.entries(one).map(([key, sum]: [string, number]) => [key, sum + Number(other[key as keyof M])]);
  // The keys are those of `one`, and each sum is a number.
  return Object.fromEntries(sums) as M;
}

/** The mean of a sum over n subjects, n above 0. */
export function meanOf(n: number, sum: number): number {
  return sum / n;
}

/** What rounding may leave of a centred sum of squares, as a share of the sum of squares. */
const ROUNDING = 1e-13;

/**
 * The sample variance (divisor n − 1) of n values, at least 2. 0 if what remains is no more than rounding.
 * Not computable if the sums cannot be those of n numbers.
 */
export function varianceOf(n: number, sum: number, sumOfSquares: number): Computed<number> {
  const centred = sumOfSquares - (sum * sum) / n;
  if (centred < -1e-9 * sumOfSquares || sumOfSquares < 0) return { notComputable: 'impossible_sums' };
  return centred <= ROUNDING * sumOfSquares ? 0 : centred / (n - 1);
}

/** The sample covariance (divisor n − 1) of n pairs, at least 2. */
export function covarianceOf(n: number, sumOfOne: number, sumOfOther: number, sumOfProducts: number): number {
  return (sumOfProducts - (sumOfOne * sumOfOther) / n) / (n - 1);
}

/** Moments of single values. */
export function momentsOf(values: readonly number[]): Moments {
  return { n: values.length, sx: total(values), sxx: products(values, values) };
}

/** Moments of pairs of value and denominator, one per subject; the lists are equally long. */
export function ratioMomentsOf(x: readonly number[], y: readonly number[]): RatioMoments {
  return { ...momentsOf(x), sy: total(y), syy: products(y, y), sxy: products(x, y) };
}

/** Moments of values and the same subjects' values before; the lists are equally long. */
export function cupedMomentsOf(x: readonly number[], p: readonly number[]): CupedMoments {
  return { ...momentsOf(x), sp: total(p), spp: products(p, p), spx: products(p, x) };
}

/** Moments of ratios and the same subjects' ratios before; the lists are equally long. */
export function cupedRatioMomentsOf(
  x: readonly number[],
  y: readonly number[],
  p: readonly number[],
  q: readonly number[],
): CupedRatioMoments {
  return {
    ...ratioMomentsOf(x, y),
    ...cupedMomentsOf(x, p),
    spy: products(p, y),
    sq: total(q),
    sqq: products(q, q),
    sqx: products(q, x),
    sqy: products(q, y),
    sqp: products(q, p),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function products(ones: readonly number[], others: readonly number[]): number {
  return ones.reduce((sum, one, index) => sum + one * (others[index] ?? 0), 0);
}
