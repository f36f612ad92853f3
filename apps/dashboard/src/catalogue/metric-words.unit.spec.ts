import { expect, it } from '@jest/globals';
import { ruleText } from './metric-words.js';

it.each([
  ['ratio', { numeratorEvent: 'error', denominatorEvent: 'page' }, 'error per page'],
  [
    'ratio',
    { numerator: { event: 'order', property: 'amount' }, denominatorEvent: 'visit' },
    'sum of amount of order per visit',
  ],
  ['conversion', { event: 'order' }, 'subjects with order'],
  ['count', { event: 'click' }, 'click per subject'],
  ['sum', { event: 'order', property: 'amount' }, 'sum of amount of order per subject'],
  ['mean', { event: 'load', property: 'ms' }, 'mean of ms of load'],
  ['quantile', { event: 'load', property: 'ms', quantile: '0.95' }, '0.95 quantile of ms of load'],
] as const)('says what a %s counts', (kind, rule, text) => {
  expect(ruleText({ kind, rule })).toBe(text);
});
