import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixedInterval, fixedLowerBound, fixedP, fixedPGreater, fixedPLesser, fixedUpperBound } from './fixed.js';

describe('the fixed interval', () => {
  const effects = fc.record({
    estimate: fc.double({ min: -10, max: 10, noNaN: true }),
    se: fc.double({ min: 0.01, max: 10, noNaN: true }),
    df: fc.double({ min: 1, max: 1e6, noNaN: true }),
    n: fc.constant(10),
  });
  const alphas = fc.double({ min: 0.001, max: 0.4, noNaN: true });

  it('leaves 0 out exactly where p is below alpha', () => {
    fc.assert(
      fc.property(effects, alphas, (effect, alpha) => {
        const p = fixedP(effect);
        fc.pre(Math.abs(p / alpha - 1) > 1e-9);
        const [lower, upper] = fixedInterval(effect, alpha);
        expect(p < alpha).toBe(lower > 0 || upper < 0);
      }),
    );
  });

  it('has one-sided bounds that agree with one-sided p-values', () => {
    fc.assert(
      fc.property(effects, alphas, (effect, alpha) => {
        fc.pre([fixedPGreater(effect), fixedPLesser(effect)].every((p) => Math.abs(p / alpha - 1) > 1e-9));
        expect(fixedPGreater(effect) < alpha).toBe(fixedLowerBound(effect, alpha) > 0);
        expect(fixedPLesser(effect) < alpha).toBe(fixedUpperBound(effect, alpha) < 0);
        expect(fixedPGreater(effect) + fixedPLesser(effect)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('keeps the digits of small p-values', () => {
    expect(fixedP({ estimate: 20, se: 1, df: Infinity, n: 2 }) / (2 * 2.7536241186062337e-89)).toBeCloseTo(1, 12);
  });
});
