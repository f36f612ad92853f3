import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../primitives/canonical-json.js';
import { isSameJson } from './same-json.js';

// Few names and values, so that some pairs are the same.
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.constantFrom<unknown>('', '1', 'null', 0, -0, 1, Number.NaN, true, false, null) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
}));

describe('the same JSON', () => {
  it('is what has the same canonical text, in 20,000 random pairs', () => {
    let same = 0;
    fc.assert(
      fc.property(value, value, (one, other) => {
        const expected = canonicalJson(one) === canonicalJson(other);
        same += expected ? 1 : 0;
        return isSameJson(one, other) === expected;
      }),
      { seed: 5, numRuns: 20_000 },
    );
    expect(same).toBeGreaterThan(500);
  });

  it('is of own members alone', () => {
    expect(isSameJson({}, { constructor: 1 })).toBe(false);
    expect(isSameJson(Object.create({ a: 1 }), { a: 1 })).toBe(false);
  });

  it('is found out without looking at all of a large value', () => {
    const element = {
      get a(): number {
        throw new Error('looked at');
      },
    };
    expect(isSameJson([element, element], [1])).toBe(false);
    expect(isSameJson({ b: element }, { b: 1 })).toBe(false);
  });
});
