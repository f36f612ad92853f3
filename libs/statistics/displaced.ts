/**
 * The expected share of subjects that a raise of traffic takes from younger experiments. Each subject is in the traffic
 * of at most `limit` experiments, oldest first. An added subject joins if fewer than `limit` older experiments have it.
 * It is taken from a younger one if at least `limit` others have it. Traffics are assumed to be independent.
 * @param added the traffic that the raise adds; like all traffics, from 0 to 1
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

/** The Poisson binomial distribution: the probability of each number of independent events. */
function distribution(probabilities: readonly number[]): number[] {
  let counts = [1];
  for (const probability of probabilities) {
    const grown = [...counts, 0];
    counts = grown.map((stays, count) => stays * (1 - probability) + (counts[count - 1] ?? 0) * probability);
  }
  return counts;
}
