import { describe, expect, it } from '@jest/globals';
import { displacedShare } from './displaced.js';

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
