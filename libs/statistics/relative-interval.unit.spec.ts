import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComputable } from './computed.js';
import { cupedArm } from './cuped.js';
import { compareStrata, linearEffect, type Pair } from './effect.js';
import { cupedMomentsOf } from './moments.js';
import { alwaysValidRelativeInterval } from './relative-interval.js';
import { alwaysValidInterval, sumClock, twoSidedCriticalZ, twoSidedLogE } from './sequential.js';

const arm = fc.record({
  n: fc.integer({ min: 100, max: 100_000 }),
  mean: fc.double({ min: 1, max: 3, noNaN: true }),
  variance: fc.double({ min: 0.1, max: 4, noNaN: true }),
});
const strata = fc.array(fc.record({ a: arm, b: arm }), { minLength: 1, maxLength: 3 });
const RHO = 3_000;

describe('the always-valid interval of a relative effect', () => {
  it('excludes 0 exactly if the test of the absolute effect does', () => {
    fc.assert(
      fc.property(strata, (pairs) => {
        const absolute = compareStrata(pairs, 'absolute');
        const interval = alwaysValidRelativeInterval(pairs, RHO, 0.05);
        fc.pre(isComputable(absolute) && interval !== null);
        const logE = twoSidedLogE(absolute.estimate / absolute.se, sumClock(absolute) / RHO);
        fc.pre(Math.abs(logE - Math.log(20)) > 1e-6);
        expect(interval[0] > 0 || interval[1] < 0).toBe(logE > Math.log(20));
      }),
    );
  });

  it('ends where the linear effect is its critical z away from 0, with strata and with CUPED', () => {
    const [before, after] = [
      [1, 2, 4, 3, 2],
      [2, 3, 6, 5, 4],
    ];
    const corrected = (times: number): Pair => {
      const repeated = (values: readonly number[]): number[] => Array.from({ length: times }, () => values).flat();
      const moments = cupedMomentsOf(repeated(after), repeated(before));
      const more = cupedMomentsOf(
        repeated(after).map((value) => 1.1 * value),
        repeated(before),
      );
      return { a: cupedArm(moments, 0.7), b: cupedArm(more, 0.7) } as Pair;
    };
    const pairs = [corrected(80), corrected(300)];
    const absolute = compareStrata(pairs, 'absolute');
    const interval = alwaysValidRelativeInterval(pairs, RHO, 0.05);
    if (interval === null || !isComputable(absolute)) throw new Error('not computable');
    const z = twoSidedCriticalZ(sumClock(absolute) / RHO, 0.05);
    for (const [end, sign] of [
      [interval[0], 1],
      [interval[1], -1],
    ] as const) {
      const effect = linearEffect(pairs, 1 + end);
      if (!isComputable(effect)) throw new Error('not computable');
      expect(effect.estimate / effect.se).toBeCloseTo(sign * z, 8);
    }
  });

  it('is that of the delta method where subjects are many', () => {
    const pairs = [{ a: { n: 1e8, mean: 2, variance: 3 }, b: { n: 1e8, mean: 2.2, variance: 3 } }];
    const relative = compareStrata(pairs, 'relative');
    const absolute = compareStrata(pairs, 'absolute');
    if (!isComputable(relative) || !isComputable(absolute)) throw new Error('not computable');
    const rho = sumClock(absolute);
    const [lower, upper] = alwaysValidRelativeInterval(pairs, rho, 0.05) ?? [NaN, NaN];
    const scaled = { ...relative, n: sumClock(absolute) ** 0.5 / relative.se };
    const [byDelta, above] = alwaysValidInterval(scaled, rho, 0.05);
    expect([lower, upper]).toEqual([expect.closeTo(byDelta, 6), expect.closeTo(above, 6)]);
  });

  it('points the same way as the effect where the control is below 0', () => {
    const pairs = [{ a: { n: 9_000, mean: -2, variance: 1 }, b: { n: 9_000, mean: -1.8, variance: 1 } }];
    const [lower, upper] = alwaysValidRelativeInterval(pairs, 9_000, 0.05) ?? [NaN, NaN];
    expect(lower).toBeLessThan(0.1);
    expect(upper).toBeGreaterThan(0.1);
    expect(upper - lower).toBeLessThan(0.1);
  });

  it('is missing while the control may be 0', () => {
    const pairs = [{ a: { n: 100, mean: 0.1, variance: 4 }, b: { n: 100, mean: 2, variance: 4 } }];
    expect(alwaysValidRelativeInterval(pairs, 1_000, 0.05)).toBeNull();
  });
});
