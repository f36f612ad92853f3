import type { ThresholdGuardrail } from './content/content.events.js';

/** A guardrail with a greater chance of a false trip per day is a hair trigger. */
export const TOLERATED_PER_DAY = 0.05;
/** With more events than this a trip at half the threshold is practically impossible: below e⁻¹⁹⁰. */
const MANY_EVENTS = 1_000;
const MINUTES_PER_DAY = 1_440;

type Judged = Pick<ThresholdGuardrail, 'threshold' | 'minSample' | 'windowMinutes' | 'action' | 'scope'>;

/**
 * An upper estimate of the chance (0 to 1) that a healthy day trips the guardrail. It assumes a metric that counts, at
 * half the threshold (at twice, if higher is better), and independent events, so that the numerator is Poisson
 * distributed. Each window of the day is judged per arm, at the sample of at least `minSample` that trips most easily.
 * @param variants number of arms, control among them
 * @returns null for a threshold of zero or less. This file loads in browsers, too.
 */
export function chanceOfFalseTrip(
  guardrail: Judged,
  direction: 'lower_is_better' | 'higher_is_better',
  variants: number,
): number | null {
  const threshold = Number(guardrail.threshold);
  if (threshold <= 0) return null;
  const sample = Math.max(1, guardrail.minSample);
  const once = direction === 'lower_is_better' ? tripsAbove(sample * threshold) : tripsBelow(sample * threshold);
  const windows = guardrail.windowMinutes === null ? 1 : Math.max(1, MINUTES_PER_DAY / guardrail.windowMinutes);
  return 1 - (1 - once) ** (windows * judgedArms(guardrail, variants));
}

/**
 * The greatest chance of more than `limit` events if half of it is expected, for this limit or a greater one. The worst
 * limit is just below k = ⌊limit⌋ + 1: P(Poisson(k / 2) ≥ k). It falls as k grows.
 */
function tripsAbove(limit: number): number {
  const k = Math.floor(limit) + 1;
  return k > MANY_EVENTS ? 0 : 1 - poissonAtMost(k - 1, k / 2);
}

/** The chance of too few events if twice the limit is expected; worst at the limit or just above the next integer. */
function tripsBelow(limit: number): number {
  if (limit > MANY_EVENTS) return 0;
  const next = Math.ceil(limit);
  return Math.max(poissonAtMost(next - 1, 2 * limit), poissonAtMost(next, 2 * next));
}

/** P(Poisson(mean) ≤ most): Σ e^-mean · mean^i / i!, each term from the one before. */
function poissonAtMost(most: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let i = 1; i <= most; i += 1) {
    term *= mean / i;
    sum += term;
  }
  return Math.min(1, sum);
}

function judgedArms({ action, scope }: Judged, variants: number): number {
  const arms = scope === 'treatments' ? variants - 1 : variants;
  const pooled = scope === 'any_variant' && action !== 'disable_arm' ? 1 : 0;
  return arms + pooled;
}
