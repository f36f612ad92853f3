import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Direction, MetricKind, MetricRule } from '../../metrics/index.js';
import { sizesOf, type Aim } from './planning.js';

const metric = (kind: MetricKind, direction: Direction = 'higher_is_better') => {
  return { direction, rule: { kind, event: 'a', property: 'p' } as MetricRule };
};
const aim: Aim = { mde: 0.1, alpha: 0.05, power: 0.8, weights: [1, 1] };

describe('the sizes of a plan', () => {
  it('are those of the textbook for two proportions', () => {
    // 10% against 11%: (1.96 + 0.8416)²·(0.09 + 0.0979)/0.01² = 14 749 in each arm.
    const sizes = sizesOf(metric('conversion'), { mean: 0.1, variance: 0.09 }, aim);
    expect(sizes).toMatchObject({ state: 'ok', fixed: { perArm: [14_749, 14_749] } });
    if (sizes.state !== 'ok') throw new Error('unreachable');
    expect(sizes.alwaysValid.total / sizes.fixed.total).toBeCloseTo(1.6, 1);
  });

  it('grow with the number of treatments, which share alpha', () => {
    const totalFor = (weights: readonly number[]): number => {
      const sizes = sizesOf(metric('sum'), { mean: 10, variance: 25 }, { ...aim, weights });
      return sizes.state === 'ok' ? (sizes.fixed.perArm[0] ?? 0) : 0;
    };
    expect(totalFor([1, 1, 1])).toBeGreaterThan(totalFor([1, 1]));
  });

  it('are unreachable where no number of subjects is enough', () => {
    const rate = metric('conversion');
    expect(sizesOf(rate, { mean: 0.95, variance: 0.0475 }, aim)).toMatchObject({ reason: 'rate_out_of_range' });
    expect(sizesOf(metric('conversion', 'lower_is_better'), { mean: 0.95, variance: 0.0475 }, aim).state).toBe('ok');
    expect(sizesOf(metric('sum'), { mean: 0, variance: 1 }, aim)).toMatchObject({ reason: 'control_mean_zero' });
    expect(sizesOf(metric('sum'), { mean: 1, variance: 0 }, aim)).toMatchObject({ reason: 'no_variance' });
    const tiny = { ...aim, mde: 1e-9 };
    expect(sizesOf(metric('sum'), { mean: 1, variance: 1 }, tiny)).toMatchObject({ reason: 'too_many_subjects' });
  });

  it('are whole numbers for any aim', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.49, noNaN: true }),
        fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 2, maxLength: 5 }),
        (mde, alpha, power, weights) => {
          const sizes = sizesOf(metric('sum'), { mean: -3, variance: 4 }, { mde, alpha, power, weights });
          if (sizes.state === 'unreachable') return;
          for (const { total, perArm } of [sizes.fixed, sizes.alwaysValid]) {
            expect([total, ...perArm].every((n) => Number.isSafeInteger(n) && n > 0)).toBe(true);
          }
          expect(sizes.alwaysValid.total).toBeGreaterThanOrEqual(sizes.fixed.total);
        },
      ),
      { numRuns: 60 },
    );
  });
});
