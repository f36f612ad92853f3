import { normalCdf, normalQuantile, normalSf } from './distributions.js';
import { LEAST_SUBJECTS } from './e-process.js';
import { type SampleSize, zOf } from './power.js';
import { planRatio, twoSidedCriticalZ } from './sequential.js';

/** Steps of the clock from 0 to the plan. The factor at 80% power differs from that of 1,600 steps by 0.01%. */
const STEPS = 50;
const MOST_ROUNDS = 12;

/**
 * How many times the subjects of a fixed two-sided test the always-valid one needs for the same power, if it is looked
 * at all the time and tuned for that plan: 1.6 at alpha 0.05 and power 0.8.
 *
 * At its plan the clock is 1, so the test is whether a Brownian motion with drift crosses
 * b(t) = √t · `twoSidedCriticalZ` before 1. The drift that crosses with the power wanted is searched; the fixed
 * test needs a drift of z_α + z_β, and subjects grow with the square.
 */
export function alwaysValidFactor(alpha: number, power: number): number {
  const fixed = zOf({ alpha, power, sides: 'two_sided' });
  const wanted = normalQuantile(power);
  const missing = (drift: number): number => normalQuantile(crossingProbability(drift, alpha)) - wanted;
  // The secant method: on this scale the power is nearly a line.
  let [one, other] = [fixed, 1.3 * fixed];
  let [ofOne, ofOther] = [missing(one), missing(other)];
  for (let round = 0; round < MOST_ROUNDS && Math.abs(ofOther) > 1e-6; round += 1) {
    [one, other] = [other, other - (ofOther * (other - one)) / (ofOther - ofOne)];
    [ofOne, ofOther] = [ofOther, missing(other)];
  }
  return (other / fixed) ** 2;
}

/** The subjects that the always-valid test needs where a fixed one needs `fixed`. */
export function alwaysValidSampleSize(fixed: SampleSize, alpha: number, power: number): SampleSize {
  const factor = alwaysValidFactor(alpha, power);
  // There is no interval before every arm is past burn-in.
  const least = LEAST_SUBJECTS / Math.min(...fixed.perArm);
  const times = Math.max(factor, least);
  return { total: Math.ceil(fixed.total * times), perArm: fixed.perArm.map((n) => Math.ceil(n * times)) };
}

/**
 * The probability that a Brownian motion with drift ever crosses the upper boundary of the two-sided test by time 1.
 * Its first passage F solves Φ((drift·t − b(t))/√t) = ∫₀ᵗ Φ((drift·(t−s) − b(t) + b(s))/√(t−s)) dF(s), taken at the
 * midpoints of steps. Source: Peskir, 'On integral equations arising in the first-passage problem for Brownian motion',
 * 2002, (1.5). The lower boundary is left out: an effect worth planning for does not cross it.
 */
export function crossingProbability(drift: number, alpha: number): number {
  const ratio = planRatio(alpha, 'two_sided');
  const boundary = (t: number): number => Math.sqrt(t) * twoSidedCriticalZ(t * ratio, alpha);
  const passed: number[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const t = step / STEPS;
    let rest = normalSf((boundary(t) - drift * t) / Math.sqrt(t));
    let last = 0.5;
    for (let earlier = 0; earlier < step; earlier += 1) {
      const s = (earlier + 0.5) / STEPS;
      const weight = normalCdf((drift * (t - s) - boundary(t) + boundary(s)) / Math.sqrt(t - s));
      if (earlier < step - 1) rest -= weight * (passed[earlier] ?? 0);
      else last = weight;
    }
    passed.push(Math.max(0, rest / last));
  }
  return passed.reduce((sum, share) => sum + share, 0);
}
