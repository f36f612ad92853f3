import type { Comparison } from './result-words.js';

/** A scale of relative effects with 0 on it. Effects beyond its ends are drawn at them. */
export interface ForestScale {
  readonly min: number;
  readonly max: number;
}

const SMALLEST = 0.01;
const WIDEST = 2;
const NICE = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];

/** A scale around 0 that shows all intervals of a metric, and its margins. It never runs beyond ±200%. */
export function forestScale(comparisons: readonly Comparison[]): ForestScale {
  const ends = comparisons.flatMap(({ relative, margin, cuped }) =>
    [
      relative.effect,
      relative.lower,
      relative.upper,
      margin?.value,
      cuped?.relative.lower,
      cuped?.relative.upper,
    ].flatMap((end) => (end === null || end === undefined ? [] : [Math.abs(end)])),
  );
  const reach = Math.min(Math.max(SMALLEST, ...ends), WIDEST);
  const max = NICE.find((nice) => nice >= reach) ?? WIDEST;
  return { min: -max, max };
}

/** The place of an effect on the scale, in percent from the left. */
export function along({ min, max }: ForestScale, effect: number): number {
  return (100 * (Math.min(Math.max(effect, min), max) - min)) / (max - min);
}
