import { describe, expect, it } from '@jest/globals';
import { isComputable } from './computed.js';
import { ratioMomentsOf } from './moments.js';
import { quantileDesignEffect, quantileEffect, quantileRanks } from './quantile.js';
import { Random } from './testing/random.js';

const arm = (value: number, half: number, n = 1_000) => ({ n, value, lower: value - half, upper: value + half });

describe('the ranks that bound a quantile', () => {
  it('are nν ± z√(nν(1−ν)), wider where events cluster', () => {
    const half = 1.959963984540054 * Math.sqrt(90);
    expect(quantileRanks(1_000, 0.9)).toEqual({
      lower: expect.closeTo(900 - half, 9),
      upper: expect.closeTo(900 + half, 9),
    });
    expect(quantileRanks(1_000, 0.9, 4)).toMatchObject({ lower: expect.closeTo(900 - 2 * half, 9) });
  });

  it('outside the sample are not computable', () => {
    expect(quantileRanks(30, 0.95)).toEqual({ notComputable: 'too_few_events' });
    expect(quantileRanks(30, 0.05)).toEqual({ notComputable: 'too_few_events' });
    expect(quantileRanks(0, 0.5)).toEqual({ notComputable: 'too_few_events' });
  });
});

describe('the design effect of a quantile', () => {
  it('is about 1 for one event per subject, and the events per subject where they are copies', () => {
    const below = Array.from({ length: 1_000 }, (_, subject) => (subject < 900 ? 1 : 0));
    const ones = below.map(() => 1);
    const alone = quantileDesignEffect(ratioMomentsOf(below, ones), 0.9);
    expect(alone).toBeCloseTo(1_000 / 999, 9);
    const copied = quantileDesignEffect(
      ratioMomentsOf(
        below.map((value) => 5 * value),
        below.map(() => 5),
      ),
      0.9,
    );
    expect(copied).toBeCloseTo((5 * 1_000) / 999, 9);
    expect(quantileDesignEffect(ratioMomentsOf([], []), 0.9)).toEqual({ notComputable: 'no_subjects' });
  });
});

describe('the effect on a quantile', () => {
  it('has reasons where there is none', () => {
    expect(quantileEffect(arm(5, 0), arm(6, 1), 'absolute')).toEqual({ notComputable: 'collapsed_bounds' });
    expect(quantileEffect(arm(5, 1), arm(6, 1, 0), 'absolute')).toEqual({ notComputable: 'no_subjects' });
    expect(quantileEffect(arm(0, 1), arm(6, 1), 'relative')).toEqual({ notComputable: 'control_mean_zero' });
  });

  it('covers the difference of true quantiles in about 95% of samples', () => {
    const random = new Random(23);
    const sample = () => {
      const sorted = Array.from({ length: 1_000 }, () => -Math.log(1 - random.uniform())).sort((a, b) => a - b);
      const ranks = quantileRanks(1_000, 0.9);
      if (!isComputable(ranks)) throw new Error('too few');
      const at = (rank: number): number => sorted[Math.round(rank) - 1] ?? NaN;
      return { n: 1_000, value: at(900), lower: at(ranks.lower), upper: at(ranks.upper) };
    };
    const covered = Array.from({ length: 400 }, () => {
      const effect = quantileEffect(sample(), sample(), 'absolute');
      return isComputable(effect) && Math.abs(effect.estimate) < 1.96 * effect.se;
    }).filter(Boolean).length;
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.985);
  });
});
