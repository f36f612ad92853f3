import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displacedShare, displacedShares, shareWithin } from './displaced.js';

describe('the share that a raise takes from younger experiments', () => {
  it.each([
    ['nobody where there is no younger one', 0.5, [1, 1], [], 2, 0],
    ['nobody where there is room for all', 0.5, [1], [1], 3, 0],
    ['nobody where older ones leave no room for itself', 0.5, [1, 1], [1], 2, 0],
    ['all that it adds where the last place is taken', 0.5, [1], [1], 2, 0.5],
    ['all that it adds, from one of several', 0.3, [], [1, 1], 1, 0.3],
    ['those who are in the younger one', 0.5, [1], [0.2], 2, 0.1],
    ['those who are in an older and the younger one', 0.5, [0.5], [0.2], 2, 0.05],
    ['those who are in two of three', 1, [], [0.5, 0.5, 0.5], 2, 0.5],
  ] as const)('is %s', (_, added, older, younger, limit, expected) => {
    expect(displacedShare(added, older, younger, limit)).toBeCloseTo(expected, 12);
  });
});

describe('the share of each younger experiment that a raise takes', () => {
  it.each([
    ['nothing where there is room for all', 0.5, 0, [1], [1], 3, [0]],
    ['nothing where older ones leave no room', 0.5, 0, [1, 1], [1], 2, [0]],
    ['what it adds, of the youngest where the last place is taken', 0.5, 0, [1], [1, 1], 3, [0, 0.5]],
    ['what it adds of those that are left to it', 0.25, 0.5, [], [1], 1, [0.5]],
  ] as const)('is %s', (_, added, before, older, younger, limit, expected) => {
    const shares = displacedShares(added, before, older, younger, limit);
    expect(shares.map((share) => share.toFixed(12))).toEqual(expected.map((share) => share.toFixed(12)));
  });

  it('adds up to the share of all subjects', () => {
    const traffics = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 4 });
    fc.assert(
      fc.property(
        traffics,
        traffics,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 4 }),
        (older, younger, added, limit) => {
          const shares = displacedShares(added, 0, older, younger, limit);
          const subjects = shares.map((share, index) => {
            const elders = [...older, ...younger.slice(0, index)];
            return share * (younger[index] ?? 0) * shareWithin(elders, limit);
          });
          const sum = subjects.reduce((all, each) => all + each, 0);
          expect(sum).toBeCloseTo(displacedShare(added, older, younger, limit), 9);
        },
      ),
    );
  });
});

describe('the share that a participation limit leaves', () => {
  it('is of those whom fewer elders have', () => {
    expect(shareWithin([], 1)).toBe(1);
    expect(shareWithin([0.5], 1)).toBe(0.5);
    expect(shareWithin([0.5, 0.5], 1)).toBe(0.25);
    expect(shareWithin([0.5, 0.5], 2)).toBe(0.75);
  });
});
