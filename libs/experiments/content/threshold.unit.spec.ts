import { describe, expect, it } from '@jest/globals';
import type { MetricRule } from '../../metrics/index.js';
import { checkThreshold, countsFailures } from './threshold.js';

const RULES = {
  ratio: { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'view' },
  conversion: { kind: 'conversion', event: 'sale' },
  count: { kind: 'count', event: 'sale' },
  sum: { kind: 'sum', event: 'sale', property: 'profit' },
  mean: { kind: 'mean', event: 'sale', property: 'profit' },
  quantile: { kind: 'quantile', event: 'sale', property: 'profit', quantile: '0.5' },
} as const satisfies Record<string, MetricRule>;

describe('a threshold', () => {
  it.each([
    ['ratio', '-0.0000000001'],
    ['count', '-1'],
    ['conversion', '-0.5'],
    ['conversion', '1.0000000001'],
    ['conversion', '50'],
  ] as const)('of a %s is not %s, which none ever has', (kind, threshold) => {
    expect(() => checkThreshold(threshold, RULES[kind], '/threshold')).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'impossible_threshold', pointer: '/threshold' }),
    );
  });

  it.each([
    ['ratio', '0'],
    ['ratio', '7'],
    ['count', '0'],
    ['count', '1000'],
    ['conversion', '0'],
    ['conversion', '1'],
    ['sum', '-10'],
    ['mean', '-0.5'],
    ['quantile', '-3'],
  ] as const)('of a %s may be %s', (kind, threshold) => {
    expect(() => checkThreshold(threshold, RULES[kind], '/threshold')).not.toThrow();
  });
});

describe('a ratio that sums a property', () => {
  const summed = { ...RULES.ratio, numerator: { property: 'profit' } } as const;
  const divided = { ...RULES.ratio, denominator: { property: 'hours' } } as const;

  it.each([summed, divided])('has any value', (rule) => {
    expect(() => checkThreshold('-1', rule, '/threshold')).not.toThrow();
  });

  it('has no failures of a subject where its numerator is the sum', () => {
    expect([RULES.ratio, divided, summed].map(countsFailures)).toEqual([true, true, false]);
    const filtered = { ...RULES.ratio, numerator: { where: { page: 'checkout' } } };
    expect(countsFailures(filtered)).toBe(true);
    expect([RULES.count, RULES.conversion, RULES.sum, RULES.quantile].map(countsFailures)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
