import { describe, expect, it } from '@jest/globals';
import type { GuardrailUnit } from '../experiments/index.js';
import type { MetricRule } from '../metrics/index.js';
import { breachSentence, evidenceOf } from './evidence.js';
import type { Breach } from './index.js';

const counted = { numerator: '12', denominator: '210' };
const quantile = (share: string): MetricRule => ({ kind: 'quantile', event: 'page', property: 'ms', quantile: share });

describe('the evidence of a breach, in words', () => {
  it.each<[string, MetricRule, GuardrailUnit]>([
    ['12 crash per 210 seen', { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'seen' }, 'event'],
    [
      '12 subjects with crash of 210 with seen',
      { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'seen' },
      'subject',
    ],
    ['12 of 210 subjects with bought', { kind: 'conversion', event: 'bought' }, 'event'],
    ['12 crash of 210 subjects', { kind: 'count', event: 'crash' }, 'event'],
    ['12 of 210 subjects with crash', { kind: 'count', event: 'crash' }, 'subject'],
    ['euro sums to 12 over 210 subjects', { kind: 'sum', event: 'bought', property: 'euro' }, 'event'],
    ['ms sums to 12 over 210 values', { kind: 'mean', event: 'page', property: 'ms' }, 'event'],
    ['p95 of 210 values', quantile('0.95'), 'event'],
    ['p99.9 of 210 values', quantile('0.999'), 'event'],
    ['p50 of 210 values', quantile('0.50'), 'event'],
  ])('is %s', (words, rule, per) => {
    const numerator = rule.kind === 'quantile' ? null : counted.numerator;
    expect(evidenceOf(rule, per, { ...counted, numerator })).toBe(words);
  });
});

describe('a breach in the history', () => {
  const breach = {
    guardrail: 'latency',
    metric: 'latency_p95',
    value: '812.5',
    threshold: '800',
    evidence: 'p95 of 210 values',
    variant: 'treatment',
    action: 'rollback',
  } as Breach;

  it.each<[string, Partial<Breach>]>([
    ['latency_p95 was 812.5 in treatment, above 800 (p95 of 210 values): asks for a rollback', {}],
    [
      'latency_p95 was 812.5 in all variants pooled, above 800 (p95 of 210 values): asks for a pause',
      { variant: null, action: 'pause' },
    ],
    [
      'latency_p95 was 812.5 in treatment, below 900 (p95 of 210 values): asks to disable treatment',
      { action: 'disable_arm', threshold: '900' },
    ],
    [
      'assay.silence was 63, above 60 (no event for 63 minutes): notifies',
      {
        guardrail: 'assay.silence',
        metric: 'assay.silence',
        value: '63',
        threshold: '60',
        evidence: 'no event for 63 minutes',
        variant: null,
        action: 'notify',
      },
    ],
  ])('is told as: %s', (sentence, changes) => expect(breachSentence({ ...breach, ...changes })).toBe(sentence));
});
