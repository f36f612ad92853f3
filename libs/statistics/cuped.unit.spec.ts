import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Arm, meanArm } from './arm.js';
import { isComputable, type Computed } from './computed.js';
import { cupedArm, cupedCoverage, cupedRatioArm, cupedRatioTheta, cupedTheta, varianceSaved } from './cuped.js';
import { compareStrata, type Effect, effectOf, linearEffect } from './effect.js';
import { fixedInterval, fixedP } from './fixed.js';
import { addMoments, cupedMomentsOf, type CupedRatioMoments, cupedRatioMomentsOf, momentsOf } from './moments.js';
import { Random } from './testing/random.js';

function computed<T>(result: Computed<T>): T {
  if (!isComputable(result)) throw new Error(JSON.stringify(result));
  return result;
}

const list = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })), {
  minLength: 3,
  maxLength: 30,
});
const momentsFrom = (pairs: readonly (readonly [number, number])[]) =>
  cupedMomentsOf(
    pairs.map(([x]) => x),
    pairs.map(([, p]) => p),
  );

describe('CUPED of a mean', () => {
  it('is the plain mean where nothing was before', () => {
    const [a, b] = [cupedMomentsOf([1, 2, 4], [0, 0, 0]), cupedMomentsOf([3, 5, 9, 1], [0, 0, 0, 0])];
    const theta = cupedTheta([{ a, b }]);
    expect(theta).toBe(0);
    expect(effectOf(cupedArm(a, theta), cupedArm(b, theta), 'relative')).toEqual(
      effectOf(meanArm(a), meanArm(b), 'relative'),
    );
  });

  it('has the mean and variance of x − θ·p', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        const [a, b] = [momentsFrom(one), momentsFrom(other)];
        const theta = cupedTheta([{ a, b }]);
        const adjusted = (pairs: typeof one): Computed<Arm> => meanArm(momentsOf(pairs.map(([x, p]) => x - theta * p)));
        const byHand = effectOf(adjusted(one), adjusted(other), 'absolute');
        const effect = effectOf(cupedArm(a, theta), cupedArm(b, theta), 'absolute');
        fc.pre(isComputable(byHand) && byHand.se > 1e-3 && isComputable(effect));
        expect(computed(effect).estimate).toBeCloseTo(computed(byHand).estimate, 8);
        expect(computed(effect).se / computed(byHand).se).toBeCloseTo(1, 8);
        expect(computed(effect).df / computed(byHand).df).toBeCloseTo(1, 6);
      }),
    );
  });

  it('pools θ over arms, and over strata without their means', () => {
    const phase = (level: number) => ({
      a: cupedMomentsOf([level + 1, level + 3, level + 6], [level + 1, level + 2, level + 4]),
      b: cupedMomentsOf([level + 2, level + 2, level + 7], [level + 1, level + 2, level + 4]),
    });
    const theta = cupedTheta([phase(0)]);
    expect(cupedTheta([phase(0), phase(1_000)])).toBeCloseTo(theta, 8);
    const { a, b } = phase(0);
    const pooled = addMoments(a, b);
    const covariance = pooled.spx - (pooled.sx * pooled.sp) / 6;
    expect(theta).toBeCloseTo(covariance / (pooled.spp - pooled.sp ** 2 / 6), 12);
  });

  const simulated = (lift: number, seed: number) => {
    const random = new Random(seed);
    const arm = (by: number): readonly (readonly [number, number])[] =>
      Array.from({ length: 4_000 }, () => {
        const before = 5 + 2 * random.normal();
        return [before + random.normal() + by, before] as const;
      });
    return { a: momentsFrom(arm(0)), b: momentsFrom(arm(lift)) };
  };

  it('saves the share of variance that the past explains', () => {
    const { a, b } = simulated(0.2, 5);
    const theta = cupedTheta([{ a, b }]);
    const raw = computed(effectOf(meanArm(a), meanArm(b), 'relative'));
    const corrected = computed(effectOf(cupedArm(a, theta), cupedArm(b, theta), 'relative'));
    expect(theta).toBeCloseTo(1, 1);
    expect(varianceSaved(raw, corrected)).toBeCloseTo(0.8, 1);
    expect(Math.abs(corrected.estimate - 0.04)).toBeLessThan(3 * corrected.se);
    expect(cupedCoverage(3_000, a)).toBe(0.75);
    expect(cupedCoverage(0, { ...a, n: 0 })).toBe(0);
  });

  it('leaves 0.51 of the variance at a correlation of 0.7, and no bias over 500 runs', () => {
    const random = new Random(17);
    const drawn = (by: number): readonly (readonly [number, number])[] =>
      Array.from({ length: 500 }, () => {
        const before = random.normal();
        return [10 + by + 0.7 * before + Math.sqrt(1 - 0.7 ** 2) * random.normal(), 8 + 4 * before] as const;
      });
    const runs = Array.from({ length: 500 }, () => {
      const [a, b] = [momentsFrom(drawn(0)), momentsFrom(drawn(0.2))];
      const theta = cupedTheta([{ a, b }]);
      const raw = computed(effectOf(meanArm(a), meanArm(b), 'absolute'));
      const corrected = computed(effectOf(cupedArm(a, theta), cupedArm(b, theta), 'absolute'));
      return { left: (corrected.se / raw.se) ** 2, estimate: corrected.estimate, se: corrected.se };
    });
    const mean = (of: (run: (typeof runs)[number]) => number): number =>
      runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
    expect(Math.abs(mean(({ left }) => left) - 0.51)).toBeLessThan(0.03);
    expect(Math.abs(mean(({ estimate }) => estimate) - 0.2)).toBeLessThan((2 * mean(({ se }) => se)) / Math.sqrt(500));
  });

  it('does not bias a margin, though the values before are far from 0', () => {
    const { a, b } = simulated(0.25, 6);
    const theta = cupedTheta([{ a, b }]);
    const pair = { a: computed(cupedArm(a, theta)), b: computed(cupedArm(b, theta)) };
    // 5% above a mean of 5 is 0.25: exactly at the margin.
    const beyond = computed(linearEffect([pair], 1.05));
    expect(Math.abs(beyond.estimate)).toBeLessThan(3 * beyond.se);
    expect(beyond.se).toBeLessThan(0.6 * computed(linearEffect([{ a: bare(pair.a), b: bare(pair.b) }], 1.05)).se);
  });

  const bare = ({ n, mean, variance }: Arm): Arm => ({ n, mean, variance });
});

/** GrowthBook, packages/stats/tests/frequentist/test_tests.py, test_two_sided_ttest_test_runs_ratio_ra. */
const control: CupedRatioMoments = {
  n: 100,
  sx: 485.112236689623,
  sxx: 2715.484666118136,
  sy: 679.9093275844917,
  syy: 4939.424001640236,
  sp: 192.59138069991536,
  spp: 460.076026390857,
  sq: 290.1398399750233,
  sqq: 920.9461385038898,
  spx: 1113.6215759318352,
  sqy: 2130.9404074446747,
  sqp: 634.239482353647,
  sxy: 3602.146836776702,
  sqx: 1559.2878434944676,
  spy: 1460.3181079276983,
};
const treatment: CupedRatioMoments = {
  n: 100,
  sx: 514.7757826608777,
  sxx: 2994.897482705013,
  sy: 705.4090874383759,
  syy: 5291.36604146392,
  sp: 206.94157227402536,
  spp: 514.2903702246757,
  sq: 302.54389139107326,
  sqq: 994.4506208125663,
  spx: 1237.0953021125997,
  sqy: 2292.081739775257,
  sqp: 698.4173425817908,
  sxy: 3918.1561431600717,
  sqx: 1701.0287270040265,
  spy: 1604.0759503266522,
};

describe('CUPED of a ratio', () => {
  const effect = (): Effect => {
    const theta = cupedRatioTheta([control, treatment]);
    return computed(effectOf(cupedRatioArm(control, theta), cupedRatioArm(treatment, theta), 'relative'));
  };

  it('is what GrowthBook computes', () => {
    expect(effect().estimate).toBeCloseTo(-0.0007, 5);
    expect(effect().se).toBeCloseTo(0.00391, 5);
    expect(fixedP(effect())).toBeCloseTo(0.85771, 5);
    expect(fixedInterval(effect(), 0.05)[0]).toBeCloseTo(-0.00841, 5);
    expect(fixedInterval(effect(), 0.05)[1]).toBeCloseTo(0.007, 5);
  });

  it('with denominators of 1 is that of a mean', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        const ratio = (pairs: typeof one) => {
          const ones = pairs.map(() => 1);
          return cupedRatioMomentsOf(
            pairs.map(([x]) => x),
            ones,
            pairs.map(([, p]) => p),
            ones,
          );
        };
        const theta = 0.4;
        const [a, b] = [momentsFrom(one), momentsFrom(other)];
        const mean = effectOf(cupedArm(a, theta), cupedArm(b, theta), 'absolute');
        const asRatio = effectOf(cupedRatioArm(ratio(one), theta), cupedRatioArm(ratio(other), theta), 'absolute');
        fc.pre(isComputable(mean) && mean.se > 1e-3 && a.spp > 0 && b.spp > 0);
        expect(computed(asRatio).estimate).toBeCloseTo(computed(mean).estimate, 9);
        expect(computed(asRatio).se / computed(mean).se).toBeCloseTo(1, 7);
      }),
    );
  });

  it('without a history is the plain ratio, and with θ but no denominators before it is not computable', () => {
    const bare = cupedRatioMomentsOf([1, 2, 5], [2, 3, 4], [0, 0, 0], [0, 0, 0]);
    expect(cupedRatioTheta([bare, bare])).toBe(0);
    expect(computed(cupedRatioArm(bare, 0)).correction).toBeUndefined();
    expect(cupedRatioArm(bare, 0.5)).toEqual({ notComputable: 'denominator_zero' });
  });

  it('over strata adds up as any other effect', () => {
    const theta = cupedRatioTheta([control, treatment]);
    const pair = { a: computed(cupedRatioArm(control, theta)), b: computed(cupedRatioArm(treatment, theta)) };
    expect(computed(compareStrata([pair, pair], 'relative')).se * Math.SQRT2).toBeCloseTo(effect().se, 12);
  });
});
