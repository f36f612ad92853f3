/** Holm's adjusted p-values, in the order given. They control the chance of any false alarm. Source: Holm 1979. */
export function holm(pValues: readonly number[]): number[] {
  let running = 0;
  return inOrder(pValues, (p, rank) => (running = Math.max(running, Math.min(1, p * (pValues.length - rank)))));
}

/** Benjamini and Hochberg's adjusted p-values, in the order given. They control the share of false alarms. Source: 1995. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  let running = 1;
  const descending = inOrder(
    pValues.map((p) => -p),
    (negative, rank) => (running = Math.min(running, (-negative * pValues.length) / (pValues.length - rank))),
  );
  return descending;
}

/** Bonferroni's adjusted p-values: each as often as there are tests, at most 1. */
export function bonferroni(pValues: readonly number[]): number[] {
  return pValues.map((p) => Math.min(1, p * pValues.length));
}

/** Visits values from the smallest, with their rank from 0, and returns what each becomes in the order given. */
function inOrder(values: readonly number[], adjusted: (value: number, rank: number) => number): number[] {
  const result = values.map(() => 0);
  const ranked = values.map((value, index) => ({ value, index })).sort((one, other) => one.value - other.value);
  ranked.forEach(({ value, index }, rank) => {
    result[index] = adjusted(value, rank);
  });
  return result;
}
