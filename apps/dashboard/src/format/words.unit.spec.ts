import { describe, it, expect } from '@jest/globals';
import { type Actor, type Trigger } from '../api-types.js';
import { breachText, consequenceText, marginText, outcomeSentence, stateText } from './words.js';

const olga: Actor = { kind: 'user', id: 'u1', name: 'Olga' };
const system: Actor = { kind: 'system', id: 'saga', name: 'system' };

const trigger: Trigger = {
  id: 't1',
  experiment: 'e1',
  guardrail: 'crash_guard',
  metric: 'crash_rate',
  action: 'rollback',
  threshold: '0.05',
  value: '1',
  ...{ run: 1, numerator: '1', denominator: '1', split: null, comparison: null, breached: [] },
  evidence: '1 of 1 subjects with crash',
  variant: 'treatment',
  windowFrom: '2025-03-20T11:00:00Z',
  windowTo: '2025-03-20T12:00:00Z',
  detectedAt: '2025-03-20T12:00:00Z',
  detectedBy: 'monitor',
  outcome: 'acted',
};

describe('breachText', () => {
  it('names metric, value, threshold and variant', () => {
    expect(breachText(trigger)).toBe('crash_rate 1 > 0.05 for treatment');
  });

  it('shows a value that fell below', () => {
    expect(breachText({ ...trigger, value: '0.01', variant: null })).toBe(
      'crash_rate 0.01 < 0.05 for all variants pooled',
    );
  });

  it('says of no variant what is of the whole experiment', () => {
    const srm = { guardrail: 'assay.srm', metric: 'assay.srm', value: '1e+300', threshold: '1000', variant: null };
    expect(breachText({ ...trigger, ...srm })).toBe('assay.srm 1E300 > 1000');
  });
});

describe('marginText', () => {
  it('says the margin as a share of control', () => {
    expect(marginText('0.02')).toBe('a treatment is worse than control by more than 2%');
  });
});

describe('consequenceText', () => {
  it('says what was done, what is being done and what was not', () => {
    expect(consequenceText(trigger)).toBe('rolled back');
    expect(consequenceText({ ...trigger, action: 'pause', outcome: null })).toBe('pausing…');
    expect(consequenceText({ ...trigger, action: 'disable_arm', outcome: 'refused' })).toBe('disable arm refused');
    expect(consequenceText({ ...trigger, outcome: 'superseded' })).toBe('rollback superseded');
  });
});

describe('outcomeSentence', () => {
  it('names the person who completed, even after a breach', () => {
    expect(outcomeSentence({ kind: 'rollout', winner: 'treatment', by: olga, comment: null }, [trigger])).toBe(
      'rolled out treatment by Olga',
    );
  });

  it('names the guardrail that rolled back', () => {
    const paused: Trigger = { ...trigger, id: 't0', guardrail: 'latency', action: 'pause' };
    expect(outcomeSentence({ kind: 'rollback', winner: null, by: system, comment: null }, [paused, trigger])).toBe(
      'rolled back by guardrail crash_guard',
    );
  });
});

describe('stateText', () => {
  it('is words', () => {
    expect(stateText('in_review')).toBe('in review');
    expect(stateText('running')).toBe('running');
  });
});
