import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';

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
  if (arms.length < 2 || arms.some(({ share }) => total * share < LEAST_EXPECTED)) return null;
  const chiSquare = arms.reduce((sum, { subjects, share }) => {
    const expected = total * share;
    return sum + (subjects - expected) ** 2 / expected;
  }, 0);
  return { chiSquare, pValue: gammainc(chiSquare / 2, (arms.length - 1) / 2, true, true) };
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
