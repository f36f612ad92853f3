import { ratioArm } from './arm.js';
import { type Computed, isComputable } from './computed.js';
import { normalQuantile } from './distributions.js';
import { type Effect, type Scale } from './effect.js';
import { type RatioMoments } from './moments.js';

/** The level of the bounds that an arm's quantile comes with. */
const BOUND_ALPHA = 0.05;

/** A quantile of the events of one arm, with order statistics as its 95% bounds. */
export interface QuantileArm {
  /** Events. */
  readonly n: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * How much wider the bounds of a quantile are because a subject's events resemble each other: the variance of the share
 * of events below the quantile, clustered by subject, over that of independent events. 1 for one event per subject.
 * @param below per subject: x events below the quantile, of y events
 * @param nu the quantile, between 0 and 1
 */
export function quantileDesignEffect(below: RatioMoments, nu: number): Computed<number> {
  const arm = ratioArm(below);
  return isComputable(arm) ? (arm.variance / arm.n) * (below.sy / (nu * (1 - nu))) : arm;
}

/**
 * The ranks (from 1, as real numbers) of the order statistics that bound a quantile: nν ± z√(nν(1−ν)·design effect).
 * @param events how many
 */
export function quantileRanks(
  events: number,
  nu: number,
  designEffect = 1,
  alpha: number = BOUND_ALPHA,
): Computed<{ readonly lower: number; readonly upper: number }> {
  const half = -normalQuantile(alpha / 2) * Math.sqrt(events * nu * (1 - nu) * designEffect);
  const [lower, upper] = [events * nu - half, events * nu + half];
  return lower < 1 || upper > events ? { notComputable: 'too_few_events' } : { lower, upper };
}

/**
 * The effect on a quantile. Each arm's standard error is the width of its bounds over 2z. Source: Deng, Knoblich,
 * Lu, KDD 2018, 'Outer confidence interval'; the factor (n − 1)/n is GrowthBook's.
 */
export function quantileEffect(a: QuantileArm, b: QuantileArm, scale: Scale): Computed<Effect> {
  if (a.n < 1 || b.n < 1) return { notComputable: 'no_subjects' };
  if (a.upper <= a.lower || b.upper <= b.lower) return { notComputable: 'collapsed_bounds' };
  if (scale === 'relative' && a.value === 0) return { notComputable: 'control_mean_zero' };
  const [ofA, ofB] = [squaredError(a), squaredError(b)];
  const difference = b.value - a.value;
  const n = a.n + b.n;
  if (scale === 'absolute') return { estimate: difference, se: Math.sqrt(ofA + ofB), df: Infinity, n };
  const variance = ofB / a.value ** 2 + (ofA * b.value ** 2) / a.value ** 4;
  return { estimate: difference / Math.abs(a.value), se: Math.sqrt(variance), df: Infinity, n };
}

function squaredError({ n, lower, upper }: QuantileArm): number {
  const z = -normalQuantile(BOUND_ALPHA / 2);
  return ((n - 1) / n) * ((upper - lower) / (2 * z)) ** 2;
}
