import gammainc from '@stdlib/math-base-special-gammainc';

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
  const arms = observed.flatMap((subjects, index) => {
    const weight = weights[index] ?? 0;
    return weight > 0 ? [{ subjects, weight }] : [];
  });
  const total = arms.reduce((sum, { subjects }) => sum + subjects, 0);
  const scale = arms.reduce((sum, { weight }) => sum + weight, 0);
  if (arms.length < 2 || arms.some(({ weight }) => (total * weight) / scale < LEAST_EXPECTED)) return null;
  const chiSquare = arms.reduce((sum, { subjects, weight }) => {
    const expected = (total * weight) / scale;
    return sum + (subjects - expected) ** 2 / expected;
  }, 0);
  return { chiSquare, pValue: gammainc(chiSquare / 2, (arms.length - 1) / 2, true, true) };
}
