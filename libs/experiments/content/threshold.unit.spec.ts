import { describe, expect, it } from '@jest/globals';
import type { MetricRule } from '../../metrics/index.js';
import { checkThreshold } from './threshold.js';

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
