import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evenSplit, moved, restOf } from './rules.js';

describe('evenSplit', () => {
  it('adds up to 100 for any number of variants', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 40 }), (names) => {
        const split = evenSplit(names);
        expect(Object.keys(split)).toHaveLength(names.length);
        expect(restOf(split)).toBe(0);
      }),
    );
  });

  it('gives the rest to the first', () => {
    expect(evenSplit(['a', 'b', 'c'])).toEqual({ a: '33.34', b: '33.33', c: '33.33' });
  });
});

describe('restOf', () => {
  it.each([
    [{ a: '60', b: '30' }, 10],
    [{ a: '60', b: '50' }, -10],
    [{ a: '0.1', b: '0.2', c: '99.7' }, 0],
    [{ a: '', b: '100' }, null],
    [{ a: 'half' }, null],
  ])('of %j is %j', (split, rest) => {
    expect(restOf(split)).toBe(rest);
  });
});

describe('moved', () => {
  it.each([
    [0, 2, ['b', 'c', 'a']],
    [2, 0, ['c', 'a', 'b']],
    [1, -5, ['b', 'a', 'c']],
    [1, 9, ['a', 'c', 'b']],
    [7, 0, ['a', 'b', 'c']],
  ])('from %i to %i', (from, to, items) => {
    expect(moved(['a', 'b', 'c'], from, to)).toEqual(items);
  });
});
