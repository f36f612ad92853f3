import { describe, expect, it } from '@jest/globals';
import { type Trigger } from '../api-types.js';
import { mergeTriggers } from './merge-triggers.js';

function trigger(id: string, outcome: Trigger['outcome'], detectedAt = '2025-03-20T12:00:00Z'): Trigger {
  return {
    ...{ id, experiment: 'e1', guardrail: 'crash_rate', metric: 'crash_rate', action: 'rollback', threshold: '0.05' },
    ...{ value: '1', run: 1, numerator: '1', denominator: '1', split: null, comparison: null, breached: [] },
    ...{ evidence: '1 of 1 subjects with crash', variant: null, windowFrom: detectedAt, windowTo: detectedAt },
    ...{ detectedAt, detectedBy: 'monitor', outcome },
  };
}

describe('triggers of the stream and of answers', () => {
  it('keep what came of them when an answer arrives that was read before', () => {
    const [open, acted] = [trigger('t', null), trigger('t', 'acted')];
    expect(mergeTriggers([acted], [open])).toEqual([acted]);
    expect(mergeTriggers([open], [acted])).toEqual([acted]);
    expect(mergeTriggers([open], [])).toEqual([open]);
  });

  it('stand newest first, each once', () => {
    const [first, second] = [trigger('first', 'acted'), trigger('second', null, '2025-03-20T12:10:00Z')];
    expect(mergeTriggers([first], [second, first])).toEqual([second, first]);
  });
});
