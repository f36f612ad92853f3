import { describe, expect, it } from '@jest/globals';
import { sampleRatio } from './srm.js';

describe('the sample ratio test', () => {
  // GrowthBook, packages/back-end/test/stats.test.ts, 'calculates SRM correctly'.
  it.each([
    [[1000, 1200], [0.5, 0.5], 2.0079e-5],
    [[135, 115], [0.5, 0.5], 0.205903211],
    [[310, 98], [0.75, 0.25], 0.647434186],
    [[1000, 1200, 900], [0.5, 0.5, 0], 2.0079e-5],
    [[0, 10, 10], [0.34, 0.33, 0.33], 0.005790624],
    [[500, 500, 600], [0.34, 0.33, 0.33], 0.000592638],
  ])('of %j against %j is %d', (observed, weights, expected) => {
    expect(sampleRatio(observed, weights)?.pValue).toBeCloseTo(expected, 9);
  });

  // Kohavi, Tang, Xu, 'Trustworthy Online Controlled Experiments', chapter on sample ratio mismatch.
  it('finds the mismatch of the book', () => {
    expect(sampleRatio([821_588, 815_482], [50, 50])?.pValue).toBeCloseTo(1.8e-6, 7);
  });

  it.each([
    ['one arm', [1000, 900], [1, 0]],
    ['nobody', [0, 0], [1, 1]],
    ['too few expected', [4, 4], [50, 50]],
  ])('of %s is not computable', (_, observed, weights) => expect(sampleRatio(observed, weights)).toBeNull());
});
