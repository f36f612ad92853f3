import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { binOf, quantileOf, RELATIVE_ERROR, type Bin } from './sketch.js';

const binsOf = (values: readonly number[]): Bin[] => values.map((value) => ({ bin: binOf(value), values: 1 }));
const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-300, -1e-300, 1e300, -1e300, Number.MIN_VALUE) },
);
const values = fc.array(value, { minLength: 1, maxLength: 60 });
/** Up to ten decimals, as a rule may have. */
const quantile = fc
  .oneof(fc.integer({ min: 0, max: 10_000_000_000 }), fc.constantFrom(0, 700_000_000, 5_000_000_000, 10_000_000_000))
  .map((share) => new Big(share).div(10_000_000_000).toFixed());
/** Six digits are shown. */
const ROUNDING = 1e-5;

describe('a quantile of a sketch', () => {
  it('is the value of its rank, off by a hundredth of it at most, negative ones and zero included', () => {
    fc.assert(
      fc.property(values, quantile, (all, q) => {
        const sorted = [...all].sort((one, other) => one - other);
        // The smallest value that has at least this share of the values at or below it.
        const exact = sorted.find((_, index) => new Big(index + 1).gte(new Big(q).times(all.length))) ?? NaN;
        const found = Number(quantileOf(binsOf(all), q));
        const least = 1e-307;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual((RELATIVE_ERROR + ROUNDING) * Math.abs(exact) + least);
      }),
      { numRuns: 2_000, seed: 20_260_202 },
    );
  });

  it.each([
    ['0', 101, 1],
    ['0.07', 100, 7],
    ['0.07', 101, 8],
    ['0.29', 100, 29],
    ['0.29', 101, 30],
    ['0.57', 101, 58],
    ['0.58', 100, 58],
    ['0.9', 10, 9],
    ['0.9', 101, 91],
    ['0.0000000001', 101, 1],
    ['1', 101, 101],
  ])('%s of the numbers 1 to %d is %d: the product that makes the rank is a decimal one', (q, count, expected) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const found = Number(quantileOf(binsOf(numbers), q));
    expect(Math.abs(found - expected)).toBeLessThanOrEqual((RELATIVE_ERROR + ROUNDING) * expected);
  });

  it('is of all values together, when sketches are merged by adding their bins up', () => {
    const sums = (bins: readonly Bin[]): Bin[] => {
      const added = new Map<number, number>();
      for (const { bin, values: n } of bins) added.set(bin, (added.get(bin) ?? 0) + n);
      return [...added].map(([bin, n]) => ({ bin, values: n }));
    };
    fc.assert(
      fc.property(values, values, quantile, (some, others, q) => {
        const apart = sums([...sums(binsOf(some)), ...sums(binsOf(others))]);
        expect(quantileOf(apart, q)).toBe(quantileOf(binsOf([...some, ...others]), q));
        const takenOff = sums([...apart, ...binsOf(others).map(({ bin, values: n }) => ({ bin, values: -n }))]);
        expect(quantileOf(takenOff, q)).toBe(quantileOf(binsOf(some), q));
      }),
      { numRuns: 500, seed: 20_260_203 },
    );
  });

  it('is none without values', () => {
    expect(quantileOf([], '0.5')).toBeNull();
    expect(quantileOf([{ bin: binOf(1), values: 0 }], '0.5')).toBeNull();
  });

  it('of zeros is zero, and bins fit the column that holds them', () => {
    expect(Number(quantileOf(binsOf([0, -0, 0]), '0.9'))).toBe(0);
    for (const extreme of [0, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-300]) {
      expect(Math.abs(binOf(extreme))).toBeLessThanOrEqual(2 ** 31);
      expect(Number.isInteger(binOf(extreme))).toBe(true);
    }
  });
});
