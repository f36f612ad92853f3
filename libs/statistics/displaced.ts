/**
 * The expected share of subjects whom a raise takes from a younger experiment, where each is in the traffic of `limit`
 * experiments at most, oldest first. A subject that comes in takes its place where fewer than `limit` older experiments
 * have it, and takes it from a younger one where at least `limit` others have it. Traffics count as independent.
 * @param added what the raise adds to the traffic, like all traffics from 0 to 1
 */
export function displacedShare(
  added: number,
  older: readonly number[],
  younger: readonly number[],
  limit: number,
): number {
  const inOlder = distribution(older);
  const inYounger = distribution(younger);
  let share = 0;
  for (let count = 0; count < Math.min(limit, inOlder.length); count += 1) {
    const rest = inYounger.slice(limit - count).reduce((sum, probability) => sum + probability, 0);
    share += (inOlder[count] ?? 0) * rest;
  }
  return added * share;
}

/** The Poisson binomial distribution: how likely each number of independent events is. */
function distribution(probabilities: readonly number[]): number[] {
  let counts = [1];
  for (const probability of probabilities) {
    const grown = [...counts, 0];
    counts = grown.map((stays, count) => stays * (1 - probability) + (counts[count - 1] ?? 0) * probability);
  }
  return counts;
}
