/** A weight has at most four decimals: one bucket is 0.0001 percent. */
const UNITS = 10_000;
const ALL = 100 * UNITS;

const textOf = (units: number): string => `${units / UNITS}`;
const unitsOf = (weight: string): number => Math.round(Number(weight) * UNITS) || 0;

/** Weights of `count` arms that sum to exactly 100. The first arms take what cannot be shared. */
export function splitEvenly(count: number): readonly string[] {
  const each = Math.floor(ALL / count);
  return Array.from({ length: count }, (_, index) => textOf(each + (index < ALL - each * count ? 1 : 0)));
}

/** What the weights lack to sum to 100; negative if they have too much. */
export const restOf = (weights: readonly string[]): string =>
  textOf(ALL - weights.reduce((sum, weight) => sum + unitsOf(weight), 0));

/** A weight with `rest` added; 0 at least. */
export const withRest = (weight: string, rest: string): string => textOf(Math.max(0, unitsOf(weight) + unitsOf(rest)));
