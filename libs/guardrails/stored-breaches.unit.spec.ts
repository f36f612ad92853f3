import { describe, expect, it } from '@jest/globals';
import { checkAggregate } from './check.events.js';
import { triggersAggregate } from './trigger.js';

const about = {
  id: 't',
  experiment: 'e',
  environment: 'production',
  run: 1,
  guardrail: 'g',
  metric: 'latency_p95',
  metricVersion: 1,
  action: 'rollback',
  threshold: '800',
  windowFrom: '2026-01-01T01:00:00.000Z',
  windowTo: '2026-01-01T02:00:00.000Z',
  detectedAt: '2026-01-01T02:00:00.000Z',
  detectedBy: 'monitor',
};
const observed = { variant: 'treatment', numerator: '0', denominator: '210', value: '812.5' };
const fraction = { ...about, variant: 'treatment', numerator: '6', denominator: '100', value: '0.06' };
const versions = {
  quantileV1: { ...about, ...observed, breached: [observed] },
  quantileV2: {
    ...about,
    ...observed,
    numerator: null,
    evidence: 'p95 of 210 values',
    split: null,
    breached: [{ ...observed, numerator: null }],
  },
  fractionV1: { ...fraction, breached: [] },
  zeroV1: { ...fraction, numerator: '0', value: '0', breached: [] },
  silenceV1: { ...about, variant: null, numerator: '0', denominator: '0', value: '63', breached: [] },
};

describe('a stored breach', () => {
  it.each([
    ['1, of a quantile', versions.quantileV1, 1, { ...versions.quantileV2, evidence: '210 values' }],
    ['1, of a fraction', versions.fractionV1, 1, { ...versions.fractionV1, evidence: '6 of 100', split: null }],
    ['1, of a fraction of 0', versions.zeroV1, 1, { ...versions.zeroV1, evidence: '0 of 100', split: null }],
    [
      '1, of a silence',
      versions.silenceV1,
      1,
      { ...versions.silenceV1, numerator: null, evidence: '0 values', split: null },
    ],
    ['2', versions.quantileV2, 2, versions.quantileV2],
  ])('is read from a sample of version %s', (_, data, v, current) => {
    const stored = { type: 'guardrail_breached', data, metadata: { v } };
    expect(triggersAggregate.codec.decode(stored)).toEqual({ type: 'guardrail_breached', data: current });
  });

  it.each([
    ['1', versions.quantileV1, 1, { ...versions.quantileV2, evidence: '210 values' }],
    ['2', versions.quantileV2, 2, versions.quantileV2],
  ])('is read from a sample of version %s of the answer to a check', (_, breach, v, current) => {
    const answered = (trigger: object) => ({
      results: [{ experiment: 'e', triggers: [{ ...trigger, outcome: 'acted' }] }],
    });
    const stored = { type: 'check_answered', data: answered(breach), metadata: { v } };
    expect(checkAggregate.codec.decode(stored)).toEqual({ type: 'check_answered', data: answered(current) });
  });
});
