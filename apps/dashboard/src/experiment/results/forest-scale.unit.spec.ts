import { describe, expect, it } from '@jest/globals';
import { along, forestScale } from './forest-scale.js';
import type { Comparison } from './result-words.js';

// Only these fields of a comparison are read.
const comparison = (lower: number | null, effect: number | null, upper: number | null): Comparison =>
  ({ relative: { lower, effect, upper, se: null } }) as unknown as Comparison;

describe('forestScale', () => {
  it.each([
    [[comparison(-0.03, 0.01, 0.04)], 0.05],
    [[comparison(-0.03, 0.01, 0.04), comparison(null, 0.3, null)], 0.5],
    [[comparison(null, null, null)], 0.01],
    [[comparison(-50, 0, 70)], 2],
  ])('has 0 in its middle and shows all', (comparisons, max) => {
    expect(forestScale(comparisons)).toEqual({ min: -max, max });
  });
});

it.each([
  [0, 50],
  [0.5, 75],
  [-1, 0],
  [7, 100],
])('puts %d at %d percent, and what is beyond the end at the end', (effect, percent) => {
  expect(along({ min: -1, max: 1 }, effect)).toBe(percent);
});
