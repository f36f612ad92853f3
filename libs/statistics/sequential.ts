import { type Effect } from './effect.js';
import { type Interval } from './fixed.js';

/** Whether a test asks for a difference in either direction or in one. */
export type Sides = 'two_sided' | 'one_sided';

/** The sum clock: the variance v = n²·se² of n times the estimate. It stands still only while no variance accrues. */
export function sumClock({ n, se }: Pick<Effect, 'n' | 'se'>): number {
  return (n * se) ** 2;
}

/**
 * The variance ρ of the normal mixture that makes the test at level alpha most powerful when the clock stands at vPlan.
 * It has to be fixed before the data that it judges. One-sided tests take 2·alpha in its place; alpha is below 0.5 there.
 * Source: Howard, Ramdas, McAuliffe, Sekhon, 'Time-uniform, nonparametric, nonasymptotic confidence sequences', 2021, (63).
 */
export function mixtureRho(vPlan: number, alpha: number, sides: Sides): number {
  return vPlan / planRatio(alpha, sides);
}

/** v/ρ when the clock stands at its plan: L + ln(1 + L) with L = −2 ln alpha. */
export function planRatio(alpha: number, sides: Sides): number {
  const level = -2 * Math.log(sides === 'two_sided' ? alpha : 2 * alpha);
  return level + Math.log1p(level);
}

/**
 * ln of the e-value of the two-sided normal mixture (mSPRT). Under no effect it ever reaches 1/alpha in at most alpha
 * of all experiments, however often it is looked at. Source: Robbins 1970; Johari, Koomen, Pekelis, Walsh 2022.
 * @param z estimate / se
 * @param r clock / ρ, above 0
 */
export function twoSidedLogE(z: number, r: number): number {
  return 0.5 * (((z * z) / (1 + r)) * r - Math.log1p(r));
}

/** The z at which the two-sided e-value reaches 1/alpha. */
export function twoSidedCriticalZ(r: number, alpha: number): number {
  return Math.sqrt(((r + 1) / r) * (Math.log1p(r) - 2 * Math.log(alpha)));
}

/** The p-value of an e-value: valid at any time, and its least value so far as well. */
export function alwaysValidP(logE: number): number {
  return Math.exp(-Math.max(0, logE));
}

/** The interval that holds the true effect at all times together with probability 1 − alpha. ρ as of `mixtureRho`. */
export function alwaysValidInterval(effect: Effect, rho: number, alpha: number): Interval {
  const width = effect.se * twoSidedCriticalZ(sumClock(effect) / rho, alpha);
  return [effect.estimate - width, effect.estimate + width];
}
