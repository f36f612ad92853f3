import { tQuantile, tSf } from './distributions.js';
import { type Effect } from './effect.js';

/** Lower and upper bound. */
export type Interval = readonly [lower: number, upper: number];

/** The two-sided interval of level 1 − alpha by Student's t. Valid only if it is looked at once, at a planned time. */
export function fixedInterval({ estimate, se, df }: Effect, alpha: number): Interval {
  const width = -tQuantile(alpha / 2, df) * se;
  return [estimate - width, estimate + width];
}

/** The lower bound of level 1 − alpha: the effect is at least so large. */
export function fixedLowerBound({ estimate, se, df }: Effect, alpha: number): number {
  return estimate + tQuantile(alpha, df) * se;
}

/** The upper bound of level 1 − alpha: the effect is at most so large. */
export function fixedUpperBound({ estimate, se, df }: Effect, alpha: number): number {
  return estimate - tQuantile(alpha, df) * se;
}

/** The two-sided p-value against an effect of `against`, by the survival function, so small ones keep their digits. */
export function fixedP({ estimate, se, df }: Effect, against = 0): number {
  return Math.min(1, 2 * tSf(Math.abs(estimate - against) / se, df));
}

/** The one-sided p-value against effects of at most `against`. */
export function fixedPGreater({ estimate, se, df }: Effect, against = 0): number {
  return tSf((estimate - against) / se, df);
}

/** The one-sided p-value against effects of at least `against`. */
export function fixedPLesser({ estimate, se, df }: Effect, against = 0): number {
  return tSf((against - estimate) / se, df);
}
