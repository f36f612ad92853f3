import { describe, expect, it } from '@jest/globals';
import { cautious } from './cautious.js';
import { correctedVariance, type Pair } from './effect.js';

describe('the cautious variance', () => {
  const small = { n: 100, mean: 1, variance: 1 };
  const large = { n: 900, mean: 1, variance: 5 };

  it('of the smaller arm is at least the pooled one, whichever arm it is', () => {
    const pooled = (100 * 1 + 900 * 5) / 1_000;
    expect(cautious({ a: large, b: small })).toEqual({ a: large, b: { ...small, variance: pooled } });
    expect(cautious({ a: small, b: large })).toEqual({ a: { ...small, variance: pooled }, b: large });
  });

  it('leaves a smaller arm that varies more, and arms of one size, as they are', () => {
    for (const pair of [
      { a: large, b: { ...small, variance: 9 } },
      { a: large, b: { ...small, n: 900 } },
    ]) {
      expect(cautious(pair)).toEqual(pair);
    }
  });

  it('looks at what CUPED leaves of it', () => {
    const correction = { mean: 0.2, variance: 1, covariance: 1.5, tangent: 'uncorrected' } as const;
    const pair: Pair = { a: { ...large, correction }, b: { ...small, variance: 4, correction } };
    // 5 − 3 + 1 = 3 and 4 − 3 + 1 = 2, so pooled 2.9.
    expect(correctedVariance(cautious(pair).b)).toBeCloseTo(2.9, 12);
  });
});
