import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Arm, conversionArm, meanArm, ratioArm } from './arm.js';
import { isComputable, type Computed } from './computed.js';
import {
  compareStrata,
  conversionEffect,
  type Effect,
  excessOverThreshold,
  linearEffect,
  meanEffect,
  ratioEffect,
} from './effect.js';
import { fixedInterval, fixedP } from './fixed.js';
import { addMoments, momentsOf, ratioMomentsOf } from './moments.js';

/** The value of a result that has one. */
function computed<T>(result: Computed<T>): T {
  if (!isComputable(result)) throw new Error(JSON.stringify(result));
  return result;
}

const values = fc.array(fc.integer({ min: -50, max: 150 }), { minLength: 2, maxLength: 40 });
const varied = values.filter((list) => new Set(list).size > 1 && list.reduce((sum, value) => sum + value, 0) !== 0);
const scales = ['absolute', 'relative'] as const;

describe('the effect on a mean', () => {
  it('is what two samples give by hand', () => {
    const effect = computed(meanEffect(momentsOf([1, 2, 3, 4]), momentsOf([3, 5, 7]), 'absolute'));
    const [ofA, ofB] = [5 / 3 / 4, 4 / 3];
    expect(effect.estimate).toBeCloseTo(2.5, 14);
    expect(effect.se).toBeCloseTo(Math.sqrt(ofA + ofB), 14);
    expect(effect.df).toBeCloseTo((ofA + ofB) ** 2 / (ofA ** 2 / 3 + ofB ** 2 / 2), 12);
    expect(effect.n).toBe(7);
  });

  it('divides by the size of the control mean', () => {
    const [a, b] = [
      [-4, -2, -3, -1],
      [-3, -1],
    ].map((list) => momentsOf(list));
    const absolute = computed(meanEffect(a ?? momentsOf([]), b ?? momentsOf([]), 'absolute'));
    const relative = computed(meanEffect(a ?? momentsOf([]), b ?? momentsOf([]), 'relative'));
    expect(relative.estimate).toBeCloseTo(absolute.estimate / 2.5, 14);
    const [ofA, ofB] = [5 / 3 / 4, 2 / 2];
    expect(relative.se ** 2).toBeCloseTo(ofB / 2.5 ** 2 + (ofA * 2 ** 2) / 2.5 ** 4, 14);
  });

  it('does not depend on the order of subjects, nor on how they are summed', () => {
    fc.assert(
      fc.property(varied, varied, fc.nat(), (a, b, at) => {
        const cut = at % a.length;
        const summed = addMoments(momentsOf(a.slice(cut)), momentsOf(a.slice(0, cut)));
        expect(meanEffect(summed, momentsOf([...b].reverse()), 'relative')).toEqual(
          meanEffect(momentsOf(a), momentsOf(b), 'relative'),
        );
      }),
    );
  });

  it('is the effect on a ratio whose denominators are 1, and close to that on a conversion', () => {
    fc.assert(
      fc.property(varied, varied, fc.constantFrom(...scales), (a, b, scale) => {
        const ones = (list: readonly number[]): number[] => list.map(() => 1);
        const mean = computed(meanEffect(momentsOf(a), momentsOf(b), scale));
        const ratio = computed(ratioEffect(ratioMomentsOf(a, ones(a)), ratioMomentsOf(b, ones(b)), scale));
        expect(ratio.estimate).toBeCloseTo(mean.estimate, 9);
        expect(ratio.se / mean.se).toBeCloseTo(1, 9);
        expect(ratio.df / mean.df).toBeCloseTo(1, 9);
      }),
    );
    const [a, b] = [
      { n: 1_000, sx: 100, sxx: 100 },
      { n: 1_000, sx: 130, sxx: 130 },
    ];
    const conversion = computed(conversionEffect(a, b, 'relative'));
    expect(conversion.se / computed(meanEffect(a, b, 'relative')).se).toBeCloseTo(Math.sqrt(999 / 1_000), 12);
  });
});

describe('the effect on a ratio', () => {
  it('has the subject as its unit: events of one subject are not independent', () => {
    const arm = (shift: number) => {
      const y = Array.from({ length: 40 }, (_, subject) => 1 + (subject % 5));
      return ratioMomentsOf(
        y.map((events, subject) => events * ((subject + shift) % 2)),
        y,
      );
    };
    const linear = computed(ratioArm(arm(0)));
    // By hand: the variance of x − R·y over the square of ȳ.
    const y = Array.from({ length: 40 }, (_, subject) => 1 + (subject % 5));
    const residuals = y.map((events, subject) => events * (subject % 2) - linear.mean * events);
    const squares = residuals.reduce((sum, value) => sum + value ** 2, 0);
    expect(linear.variance).toBeCloseTo(squares / 39 / 9, 12);
  });

  it('against a threshold is the mean of x − T·y', () => {
    const [x, y] = [
      [1, 0, 2, 1],
      [4, 3, 5, 6],
    ];
    const excess = computed(excessOverThreshold(ratioMomentsOf(x ?? [], y ?? []), 0.05));
    const plain = momentsOf((x ?? []).map((value, index) => value - 0.05 * (y?.[index] ?? 0)));
    expect(excess.estimate).toBeCloseTo(plain.sx / 4, 14);
    expect(excess.se ** 2).toBeCloseTo(computed(meanArm(plain)).variance / 4, 14);
    expect(excess.df).toBe(3);
  });
});

describe('an effect over strata', () => {
  const arms = fc
    .tuple(varied, varied)
    .map(([a, b]) => ({ a: computed(meanArm(momentsOf(a))), b: computed(meanArm(momentsOf(b))) }));

  it('of one stratum is the plain one, and halves of a stratum say the same with the same means', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom(...scales), (pair, scale) => {
        const plain = computed(compareStrata([pair], scale));
        const doubled = computed(compareStrata([pair, pair], scale));
        expect(doubled.estimate).toBeCloseTo(plain.estimate, 9);
        expect((doubled.se / plain.se) ** 2).toBeCloseTo(0.5, 9);
        expect(doubled.n).toBe(2 * plain.n);
      }),
    );
  });

  it('adds up S = Σ n·δ and v = Σ n²·se²', () => {
    fc.assert(
      fc.property(fc.array(arms, { minLength: 1, maxLength: 5 }), (pairs) => {
        const whole = computed(compareStrata(pairs, 'absolute'));
        const parts = pairs.map((pair) => computed(compareStrata([pair], 'absolute')));
        const total = (of: (effect: Effect) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
        const size = total(({ estimate, n }) => Math.abs(n * estimate)) + 1;
        expect((whole.n * whole.estimate - total(({ estimate, n }) => n * estimate)) / size).toBeCloseTo(0, 9);
        expect((whole.n * whole.se) ** 2 / total(({ se, n }) => (n * se) ** 2)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is not fooled by a change of shares: no effect in each phase is none over all (Simpson)', () => {
    const phase = (rate: number, a: number, b: number) => ({
      a: computed(conversionArm({ n: a, sx: rate * a })),
      b: computed(conversionArm({ n: b, sx: rate * b })),
    });
    const pairs = [phase(0.1, 9_000, 1_000), phase(0.3, 5_000, 5_000)];
    expect(computed(compareStrata(pairs, 'relative')).estimate).toBeCloseTo(0, 14);
    const pooled = conversionEffect({ n: 14_000, sx: 2_400, sxx: 0 }, { n: 6_000, sx: 1_600, sxx: 0 }, 'relative');
    expect(computed(pooled).estimate).toBeGreaterThan(0.5);
  });

  it('is relative to the mean of control with the same weights', () => {
    fc.assert(
      fc.property(fc.array(arms, { minLength: 1, maxLength: 4 }), (pairs) => {
        const mean = (of: 'a' | 'b'): number => {
          const n = pairs.reduce((sum, { a, b }) => sum + a.n + b.n, 0);
          return pairs.reduce((sum, pair) => sum + ((pair.a.n + pair.b.n) / n) * pair[of].mean, 0);
        };
        fc.pre(Math.abs(mean('a')) > 1);
        const relative = computed(compareStrata(pairs, 'relative'));
        expect(relative.estimate).toBeCloseTo((mean('b') - mean('a')) / Math.abs(mean('a')), 9);
        // Where the relative effect is r, the delta method has the error of b − (1 + r)·a.
        const linear = computed(linearEffect(pairs, mean('b') / mean('a')));
        expect((relative.se * Math.abs(mean('a'))) / linear.se).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('what cannot be computed', () => {
  const some = momentsOf([1, 2, 3]);

  it.each([
    ['nobody', momentsOf([]), some, 'absolute', 'no_subjects'],
    ['one subject', some, momentsOf([4]), 'absolute', 'one_subject'],
    ['equal values in both arms', momentsOf([2, 2]), momentsOf([3, 3, 3]), 'absolute', 'no_variance'],
    [
      'equal values that rounding blurs',
      momentsOf([0.1, 0.1, 0.1]),
      momentsOf([0.7, 0.7, 0.7]),
      'relative',
      'no_variance',
    ],
    ['a control of zeros', momentsOf([0, 0, 0]), some, 'relative', 'control_mean_zero'],
    ['values that sum to zero', momentsOf([-1, 1]), some, 'relative', 'control_mean_zero'],
    ['sums of no numbers', { n: 10, sx: 100, sxx: 1 }, some, 'absolute', 'impossible_sums'],
  ] as const)('of %s has a reason', (_, a, b, scale, notComputable) => {
    expect(meanEffect(a, b, scale)).toEqual({ notComputable });
  });

  it('of a ratio and of a conversion has a reason', () => {
    const nothing = ratioMomentsOf([0, 0], [0, 0]);
    expect(ratioEffect(nothing, nothing, 'absolute')).toEqual({ notComputable: 'denominator_zero' });
    expect(conversionEffect({ n: 5, sx: 6, sxx: 6 }, { n: 5, sx: 1, sxx: 1 }, 'absolute')).toEqual({
      notComputable: 'impossible_sums',
    });
    expect(compareStrata([], 'relative')).toEqual({ notComputable: 'no_subjects' });
    expect(excessOverThreshold(ratioMomentsOf([1], [1]), 0)).toEqual({ notComputable: 'one_subject' });
  });

  it('is never a number that is none', () => {
    const any = fc.record({
      n: fc.integer({ min: 0, max: 5 }),
      sx: fc.double({ noNaN: true, noDefaultInfinity: true }),
      sxx: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(any, any, fc.constantFrom(...scales), (a, b, scale) => {
        const effect = meanEffect(a, b, scale);
        if (!isComputable(effect)) return;
        const numbers = [...Object.values(effect), fixedP(effect), ...fixedInterval(effect, 0.05)];
        expect(numbers.every((number) => !Number.isNaN(number))).toBe(true);
        expect(Number.isFinite(effect.estimate) && effect.se > 0 && effect.df > 0).toBe(true);
      }),
    );
  });

  it('of one arm without variance is still computed from the other', () => {
    const effect = computed(conversionEffect({ n: 1_000, sx: 0, sxx: 0 }, { n: 1_000, sx: 30, sxx: 30 }, 'absolute'));
    expect(effect).toMatchObject({ estimate: 0.03, df: 999 });
  });
});

/** An arm is only ever made of sums; this one shows that its type needs no more. */
const bare: Arm = { n: 2, mean: 1, variance: 1 };

describe('a linear effect', () => {
  it('weighs control by the factor', () => {
    const effect = computed(linearEffect([{ a: bare, b: { n: 8, mean: 1.5, variance: 4 } }], 1.1));
    expect(effect.estimate).toBeCloseTo(0.4, 14);
    expect(effect.se ** 2).toBeCloseTo(1.21 / 2 + 4 / 8, 14);
  });
});
