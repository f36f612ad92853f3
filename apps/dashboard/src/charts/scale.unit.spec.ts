import { describe, it, expect } from '@jest/globals';
import { percentAlong, roundUp, trackScale } from './scale.js';

describe('trackScale', () => {
  it('has room beyond the threshold when values are far below', () => {
    expect(trackScale([0.001, 0.002], 0.05)).toEqual({ min: 0, max: 0.08 });
  });

  it('takes in the highest value', () => {
    expect(trackScale([0.01, 0.11], 0.05)).toEqual({ min: 0, max: 0.15 });
  });

  it('cuts a value off rather than hide the threshold', () => {
    const scale = trackScale([1], 0.001);
    expect(percentAlong(scale, 0.001)).toBeCloseTo(5);
    expect(percentAlong(scale, 1)).toBe(100);
  });

  it('shows a threshold of zero at the edge', () => {
    const scale = trackScale([0.3], 0);
    expect(percentAlong(scale, 0)).toBe(0);
    expect(scale.max).toBe(0.3);
  });

  it('is never empty', () => {
    expect(trackScale([], 0)).toEqual({ min: 0, max: 1 });
  });

  it('reaches below zero for what can be negative', () => {
    const scale = trackScale([-2, 3], 4);
    expect(scale.min).toBe(-2);
    expect(percentAlong(scale, 0)).toBeCloseTo(25);
  });

  it('shows a negative threshold', () => {
    const scale = trackScale([0], -1);
    expect(scale).toEqual({ min: -1.5, max: 0 });
    expect(percentAlong(scale, -1)).toBeCloseTo(100 / 3);
  });
});

describe('roundUp', () => {
  it.each([
    [0.3, 0.3],
    [0.31, 0.4],
    [9, 10],
    [1, 1],
    [1230, 1500],
    [0, 0],
  ])('rounds %d to %d', (value, rounded) => {
    expect(roundUp(value)).toBe(rounded);
  });
});
