import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  conversionVariances,
  fixedPower,
  type Goal,
  relativeMde,
  relativeStandardError,
  sampleSize,
  subjectsForEffect,
  zOf,
} from './power.js';
import { alwaysValidFactor, alwaysValidSampleSize, crossingProbability } from './sequential-power.js';
import { planRatio, twoSidedCriticalZ } from './sequential.js';
import { Random } from './testing/random.js';

const goal: Goal = { alpha: 0.05, power: 0.8, sides: 'two_sided' };
const z = 1.959963984540054 + 0.8416212335729143;

describe('a sample size', () => {
  it('of equal arms is n = 2·z²·v/δ² in each', () => {
    const { total, perArm } = sampleSize({ control: 4, treatment: 4 }, 0.1, [1, 1], goal);
    const each = Math.ceil((2 * z ** 2 * 4) / 0.01);
    expect({ total, perArm }).toEqual({ total: 2 * each, perArm: [each, each] });
  });

  it('serves the treatment that needs the most, and is the same for weights of any scale', () => {
    const variances = { control: 4, treatment: 5 };
    const [one, other] = [
      [50, 30, 20],
      [5, 3, 2],
    ].map((weights) => sampleSize(variances, 0.1, weights, goal));
    expect(one).toEqual(other);
    const smallest = Math.ceil((z / 0.1) ** 2 * (4 / 2.5 + 5));
    expect(one?.total).toBe(Math.ceil((smallest * 3.5 * 100) / 70));
    expect(one?.total).toBe(sampleSize(variances, 0.1, [50, 20, 30], goal).total);
  });

  it('finds the effect with the power wanted', () => {
    const { perArm } = sampleSize({ control: 4, treatment: 4 }, 0.1, [3, 1], goal);
    const se = Math.sqrt(4 / (perArm[0] ?? 0) + 4 / (perArm[1] ?? 0));
    expect(fixedPower(0.1, se, 0.05, 'two_sided')).toBeCloseTo(0.8, 3);
  });

  it('of a conversion uses the rate that treatment raises, within 0 and 1', () => {
    const variances = conversionVariances(0.2, 0.02);
    expect(variances.control).toBeCloseTo(0.16, 14);
    expect(variances.treatment).toBeCloseTo(0.22 * 0.78, 14);
    expect(conversionVariances(0.9, 0.5).treatment).toBe(0);
  });

  it('follows from the error so far: twice the precision takes four times the subjects', () => {
    expect(subjectsForEffect({ n: 1_000, se: 0.1 }, 0.05 * z, z)).toBe(4_000);
  });
});

describe('the smallest effect that a plan finds', () => {
  const plans = fc.record({
    mean: fc.double({ min: 0.5, max: 20, noNaN: true }),
    variance: fc.double({ min: 0.1, max: 50, noNaN: true }),
    controlSubjects: fc.integer({ min: 5_000, max: 1_000_000 }),
    treatmentSubjects: fc.integer({ min: 5_000, max: 1_000_000 }),
  });

  it('is z of the standard errors that it has itself', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const mde = relativeMde(plan, zOf(goal));
        fc.pre(mde !== 'unreachable');
        expect(mde / relativeStandardError(plan, mde)).toBeCloseTo(z, 8);
      }),
    );
  });

  it('does not exist where n_a is at most z²·v/m²', () => {
    const plan = { mean: 2, variance: 100, treatmentSubjects: 1_000_000 };
    const least = (zOf(goal) ** 2 * 100) / 4;
    expect(relativeMde({ ...plan, controlSubjects: least }, zOf(goal))).toBe('unreachable');
    expect(relativeMde({ ...plan, controlSubjects: least * 1.01 }, zOf(goal))).toBeGreaterThan(0);
    expect(relativeMde({ ...plan, mean: 0, controlSubjects: 1e6 }, zOf(goal))).toBe('unreachable');
  });
});

describe('the power of a fixed test', () => {
  it('is alpha without an effect, and counts both directions only if asked', () => {
    expect(fixedPower(0, 1, 0.05, 'two_sided')).toBeCloseTo(0.05, 12);
    expect(fixedPower(0, 1, 0.05, 'one_sided')).toBeCloseTo(0.05, 12);
    // statsmodels, test_normal_power_explicit (R pwr.2p.test): d = 0.3, 80 per arm.
    expect(fixedPower(0.3, Math.sqrt(2 / 80), 0.05, 'two_sided')).toBeCloseTo(0.475100870572638, 9);
  });
});

describe('the always-valid test', () => {
  it('needs 1.6 times the subjects of a fixed one at a power of 80%, and less of a power that asks for more', () => {
    expect(alwaysValidFactor(0.05, 0.8)).toBeCloseTo(1.615, 3);
    expect(alwaysValidFactor(0.05, 0.9)).toBeCloseTo(1.537, 3);
    expect(alwaysValidFactor(0.01, 0.8)).toBeCloseTo(1.468, 3);
    const fixed = sampleSize({ control: 4, treatment: 4 }, 0.1, [1, 1], goal);
    expect(alwaysValidSampleSize(fixed, 0.05, 0.8).total / fixed.total).toBeCloseTo(1.615, 3);
  });

  it('finds an effect more often than a single look at the end would', () => {
    const atTheEnd = fixedPower(3.5, 1, 0.05, 'one_sided');
    expect(crossingProbability(3.5, 0.05)).toBeLessThan(atTheEnd);
    const single = 1 - crossingMissedAtTheEnd(3.5);
    expect(crossingProbability(3.5, 0.05)).toBeGreaterThan(single);
  });

  it('crosses its boundary as often as simulated', () => {
    const random = new Random(7);
    const [paths, steps, drift, ratio] = [2_000, 400, 3.56, planRatio(0.05, 'two_sided')];
    const boundary = Array.from({ length: steps }, (_, step) => {
      const t = (step + 1) / steps;
      return Math.sqrt(t) * twoSidedCriticalZ(t * ratio, 0.05);
    });
    const crossed = Array.from({ length: paths }, () => {
      let at = 0;
      return boundary.some((bound) => {
        at += drift / steps + random.normal() / Math.sqrt(steps);
        return at >= bound;
      });
    }).filter(Boolean).length;
    // Three standard errors, and what the path does between the steps.
    expect(Math.abs(crossed / paths - crossingProbability(drift, 0.05))).toBeLessThan(0.04);
  });
});

function crossingMissedAtTheEnd(drift: number): number {
  const critical = twoSidedCriticalZ(planRatio(0.05, 'two_sided'), 0.05);
  return fixedPower(critical - drift, 1, 0.5, 'one_sided');
}
