import { describe, it, expect } from '@jest/globals';
import { type HistoryItem, type Trigger } from '../api-types.js';
import { currentTriggers } from './current-triggers.js';

function trigger(id: string, detectedAt: string): Trigger {
  return {
    id,
    experiment: 'e1',
    guardrail: 'crash_rate',
    metric: 'crash_rate',
    action: 'pause',
    threshold: '0.05',
    value: '1',
    ...{ run: 1, numerator: '1', denominator: '1', split: null, comparison: null, breached: [] },
    evidence: '1 of 1 subjects with crash',
    variant: null,
    windowFrom: detectedAt,
    windowTo: detectedAt,
    detectedAt,
    detectedBy: 'monitor',
    outcome: 'acted',
  };
}

function item(type: string, at: string): HistoryItem {
  return { position: at, revision: 1, type, at, by: { kind: 'user', id: 'u1', name: 'Olga' }, summary: '', data: {} };
}

const before = trigger('before', '2025-03-20T12:00:00Z');
const after = trigger('after', '2025-03-20T12:10:00Z');
const started = item('experiment_started', '2025-03-20T11:00:00Z');
const paused = item('experiment_paused', '2025-03-20T12:00:01Z');
const resumed = item('experiment_resumed', '2025-03-20T12:05:00Z');

describe('currentTriggers', () => {
  it('keeps a pause in view until somebody resumes', () => {
    expect(currentTriggers([before], [started, paused])).toEqual([before]);
    expect(currentTriggers([before], [started, paused, resumed])).toEqual([]);
  });

  it('shows what came after the last resume', () => {
    expect(currentTriggers([after, before], [started, paused, resumed])).toEqual([after]);
  });

  it('hides nothing while the history is not known', () => {
    expect(currentTriggers([before], [])).toEqual([before]);
  });
});
