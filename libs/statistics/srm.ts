import gammaln from '@stdlib/math-base-special-gammaln';
import { chiSquareSf } from './distributions.js';

/** The result of a sample ratio test. */
export interface SampleRatio {
  readonly chiSquare: number;
  /** The probability, under the weights, of a split at least as uneven as the observed one: 0 to 1. */
  readonly pValue: number;
}

/** The χ² distribution needs at least so many expected subjects in each arm. */
const LEAST_EXPECTED = 5;

/**
 * Sample ratio mismatch: Pearson's χ² of observed subjects against weights (any scale), over the arms whose weight is
 * above 0; degrees of freedom are those arms less one. Null with fewer than two such arms, or fewer than 5 subjects
 * expected in one. The p-value is the upper tail, so small ones keep their digits.
 * Source: Fabijan et al., 'Diagnosing Sample Ratio Mismatch in Online Controlled Experiments', KDD 2019.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio | null {
  const arms = armsOf(observed, weights);
  const total = arms.reduce((sum, { subjects }) => sum + subjects, 0);
  return arms.length < 2 || arms.some(({ share }) => total * share < LEAST_EXPECTED)
    ? null
    : pearson(observed, weights);
}

/** `sampleRatio` for any number of subjects; with fewer than two arms, or nobody, χ² is 0 and the p-value 1. */
export function pearson(observed: readonly number[], weights: readonly number[]): SampleRatio {
  const arms = armsOf(observed, weights);
  const total = arms.reduce((sum, { subjects }) => sum + subjects, 0);
  if (arms.length < 2 || total === 0) return { chiSquare: 0, pValue: 1 };
  const chiSquare = arms.reduce((sum, { subjects, share }) => {
    const expected = total * share;
    return sum + (subjects - expected) ** 2 / expected;
  }, 0);
  return { chiSquare, pValue: chiSquareSf(chiSquare, arms.length - 1) };
}

/** The weight of the prior in subjects: the test needs about so many before the data dominates. */
export const SRM_CONCENTRATION = 1_000;

/**
 * A sequential test of sample ratio mismatch, which may be repeated at any time. It is the log of the e-value of
 * observed subjects against weights (any scale), over the arms whose weight is above 0. If the weights hold, the
 * e-value ever reaches 1000 in at most one of 1000 experiments, however often it is computed. E-values of separate
 * groups of subjects multiply, so their logs add up. 0 (no evidence) with fewer than two such arms. Source: Lindon,
 * Malek, 'Anytime-Valid Inference for Multinomial Count Data', NeurIPS 2022.
 */
export function sequentialSampleRatio(
  observed: readonly number[],
  weights: readonly number[],
  concentration: number = SRM_CONCENTRATION,
): number {
  const arms = armsOf(observed, weights);
  if (arms.length < 2) return 0;
  return dirichletMixture(
    arms.map(({ subjects }) => subjects),
    arms.map(({ share }) => share),
    arms.map(({ share }) => share * concentration),
  );
}

/** The subjects of one phase by arm, and the phase's weights. */
export interface PhaseSplit {
  readonly observed: readonly number[];
  readonly weights: readonly number[];
}

/** ln of the e-value over all phases: e-values multiply, while a test per phase would add a false alarm each time. */
export function sampleRatioOverPhases(phases: readonly PhaseSplit[]): number {
  return phases.reduce((sum, { observed, weights }) => sum + sequentialSampleRatio(observed, weights), 0);
}

/**
 * Log of a multinomial's likelihood under a Dirichlet(alpha) mixture of shares over its likelihood under `shares`, which
 * sum to 1. It depends on the counts only, not on their order.
 */
export function dirichletMixture(
  counts: readonly number[],
  shares: readonly number[],
  alpha: readonly number[],
): number {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const prior = total(alpha);
  return counts.reduce(
    (sum, count, arm) => {
      const pseudo = alpha[arm] ?? 0;
      // A share of 0 has no subjects in either likelihood.
      return count === 0 ? sum : sum + gammaln(pseudo + count) - gammaln(pseudo) - count * Math.log(shares[arm] ?? 0);
    },
    gammaln(prior) - gammaln(prior + total(counts)),
  );
}

/** ln likelihoods of subjects seen so far: under a Dirichlet mixture of shares, and under fixed shares. */
export interface MultinomialLogs {
  readonly mixture: number;
  readonly fixed: number;
}

/**
 * The log likelihoods after each batch of subjects, by arm. Each batch counts the orders in which its subjects can come,
 * which cancel in the difference: that is `dirichletMixture` of all subjects.
 */
export function multinomialLogs(
  batches: readonly (readonly number[])[],
  shares: readonly number[],
  alpha: readonly number[],
): MultinomialLogs[] {
  const seen = shares.map(() => 0);
  let fixed = 0;
  return batches.map((batch) => {
    fixed += gammaln(1 + batch.reduce((sum, count) => sum + count, 0));
    batch.forEach((count, arm) => {
      seen[arm] = (seen[arm] ?? 0) + count;
      fixed += (count === 0 ? 0 : count * Math.log(shares[arm] ?? 0)) - gammaln(1 + count);
    });
    return { mixture: fixed + dirichletMixture(seen, shares, alpha), fixed };
  });
}

/** The arms whose weight is above 0, with their subjects and their shares of the total weight. */
function armsOf(
  observed: readonly number[],
  weights: readonly number[],
): { readonly subjects: number; readonly share: number }[] {
  const scale = weights.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  return observed.flatMap((subjects, index) => {
    const weight = weights[index] ?? 0;
    return weight > 0 ? [{ subjects, share: weight / scale }] : [];
  });
}
