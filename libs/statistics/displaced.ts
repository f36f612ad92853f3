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

/**
 * The expected share of each younger experiment's subjects that leaves it, from 0 to 1: those whom exactly `limit` - 1
 * of its elders have, and whom the raise adds to one more. The same assumption.
 * @param before the traffic of the raised experiment before the raise
 * @param younger the oldest first
 */
export function displacedShares(
  added: number,
  before: number,
  older: readonly number[],
  younger: readonly number[],
  limit: number,
): number[] {
  return younger.map((_, index) => {
    const elders = [...older, ...younger.slice(0, index)];
    const had = sumOf(distribution([...elders, before]).slice(0, limit));
    const leaves = added * (distribution(elders)[limit - 1] ?? 0);
    return had === 0 ? 0 : Math.min(1, leaves / had);
  });
}

/** The expected share of subjects that a participation limit leaves to an experiment: fewer than `limit` elders have them. */
export const shareWithin = (older: readonly number[], limit: number): number =>
  sumOf(distribution(older).slice(0, limit));

const sumOf = (probabilities: readonly number[]): number => probabilities.reduce((sum, each) => sum + each, 0);

/** The Poisson binomial distribution: the probability of each number of independent events. */
function distribution(probabilities: readonly number[]): number[] {
  let counts = [1];
  for (const probability of probabilities) {
    const grown = [...counts, 0];
    counts = grown.map((stays, count) => stays * (1 - probability) + (counts[count - 1] ?? 0) * probability);
  }
  return counts;
}
