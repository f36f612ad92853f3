import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { isComputable } from '../../statistics/index.js';
import { armOf, type ExactSums } from '../aggregation/arms.js';
import { armOfSums } from './quick-arms.js';

/** Exact sums of these values over these denominators. */
function sumsOf(pairs: readonly (readonly [x: number, y: number])[]): ExactSums {
  const total = (of: (x: Big, y: Big) => Big): Big =>
    pairs.reduce((sum, [x, y]) => sum.plus(of(new Big(x), new Big(y))), new Big(0));
  return {
    n: pairs.length,
    sx: total((x) => x),
    sy: total((_, y) => y),
    sxx: total((x) => x.times(x)),
    sxy: total((x, y) => x.times(y)),
    syy: total((_, y) => y.times(y)),
  };
}

describe('an arm of doubles', () => {
  it('is that of decimals to 9 digits, also where values lie close together far from 0', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100);
    const pairs = fc.array(fc.tuple(cents, fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 20 });
    const kinds = fc.constantFrom('sum' as const, 'count' as const, 'ratio' as const, 'mean' as const);
    fc.assert(
      fc.property(pairs, fc.constantFrom(0, 1e3, 1e6, 1e9), kinds, (near, offset, kind) => {
        const sums = sumsOf(near.map(([x, y]) => [x + offset, y]));
        const [exact, quick] = [armOf(kind, sums), armOfSums(kind, sums)];
        if (!isComputable(exact) || !isComputable(quick)) return expect(quick).toEqual(exact);
        expect(quick.mean).toBeCloseTo(exact.mean, 3);
        expect(Math.abs(quick.variance - exact.variance)).toBeLessThanOrEqual(1e-9 * exact.variance);
      }),
      { numRuns: 500 },
    );
  });
});
