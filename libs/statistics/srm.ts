import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';

/** What a sample ratio test says; null where it cannot be computed. */
export interface SampleRatio {
  readonly chiSquare: number;
  /** The chance of a split at least as uneven as this one, were the weights at work: 0 to 1. */
  readonly pValue: number;
}

/** Below so many expected subjects in an arm the χ² distribution says nothing of it. */
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

/** Subjects that the prior counts for: about so many must come before the test follows what it sees. */
export const SRM_CONCENTRATION = 1_000;

/**
 * The same question, to be asked as often as one likes: log of the e-value of observed subjects against weights (any
 * scale), over the arms whose weight is above 0. Were the weights at work, the e-value ever came to 1000 in one of 1000
 * experiments at most, however often it is looked at. E-values of separate groups of subjects multiply, so their logs
 * add up. 0 (no evidence) with fewer than two such arms.
 * Source: Lindon, Malek, 'Anytime-Valid Inference for Multinomial Count Data', NeurIPS 2022.
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

/** Subjects of the arms whose weight is above 0, each arm's weight as a share of theirs. */
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
