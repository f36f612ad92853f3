import { describe, expect, it } from '@jest/globals';
import { Log } from '../../test/oracle/play.js';
import { entryOf } from './entry.js';
import { sentenceOf } from './words.js';

const AT = Date.UTC(2026, 0, 1);

describe('the entry of an event', () => {
  const log = new Log();
  const entry = (stream: string, type: string, data: object = {}) =>
    entryOf(log.next(stream, type, data, AT), undefined);

  it('names the thing, its environment and the deed', () => {
    expect(entry('flag_environment-staging:checkout', 'flag_rules_replaced', { rules: [] })).toMatchObject({
      type: 'flag_rules_replaced',
      at: '2026-01-01T00:00:00.000Z',
      by: { kind: 'user', id: 'u', name: 'u' },
      environment: 'staging',
      entity: { kind: 'flag', id: 'checkout' },
      summary: 'u replaced the rules of the flag checkout',
      data: { rules: [] },
    });
    expect(entry('flag-check-out', 'flag_archived')).toMatchObject({
      environment: null,
      entity: { kind: 'flag', id: 'check-out' },
      summary: 'u archived the flag check-out',
    });
    expect(entry('participation_limit-staging', 'participation_limit_set', { limit: 2 })).toMatchObject({
      environment: 'staging',
      entity: { kind: 'participation_limit', id: 'staging' },
      summary: 'u set the participation limit of staging',
    });
    expect(entry('environments-all', 'environment_added', { key: 'staging', name: 'Staging' })).toMatchObject({
      environment: null,
      entity: { kind: 'environment', id: 'staging' },
      changes: [
        { field: 'key', before: null, after: 'staging' },
        { field: 'name', before: null, after: 'Staging' },
      ],
    });
  });

  it('calls a person by name, also once it is gone', () => {
    const renamed = log.next('user-7', 'user_changed', { name: 'Bea' }, AT);
    const [before, after] = [{ name: 'Bob' }, { name: 'Bea' }];
    expect(entryOf(renamed, { before, after })?.summary).toBe('u changed the user Bea');
    expect(entryOf(renamed, { before, after: null })?.summary).toBe('u changed the user Bob');
    expect(entryOf(renamed, undefined)?.summary).toBe('u changed the user 7');
  });

  it('has no secrets in its data', () => {
    const holdout = { key: 'h', environment: 'production', salt: 'seed', share: '5', flags: null };
    expect(entry('holdout-production:h', 'holdout_created', holdout)?.data).toEqual({
      ...{ key: 'h', environment: 'production', share: '5', flags: null },
    });
    expect(entry('api_key-1', 'api_key_created', { name: 'shop', hash: 'h' })?.data).not.toHaveProperty('hash');
  });

  it('says how the action on a breach ended, in words and as a change', () => {
    const settled = { trigger: 't', outcome: 'superseded', detail: 'it was paused already' };
    expect(entry('guardrail-production:e1', 'guardrail_action_settled', settled)).toMatchObject({
      entity: { kind: 'experiment', id: 'e1' },
      summary: 'u settled the breach: superseded, it was paused already',
      changes: [{ field: 'outcome', before: null, after: 'superseded' }],
    });
  });

  it('is of commands and breaches alone', () => {
    for (const stream of ['telemetry-production:w', 'check-1', 'saga-1', 'command-1'])
      expect(entry(stream, 'anything')).toBeNull();
  });
});

describe('a sentence', () => {
  it('is of author, deed and thing', () => {
    expect(sentenceOf('review_policy_set', 'Ada', 'review_policy', 'staging')).toBe(
      'Ada set the review policy of staging',
    );
    expect(sentenceOf('event_type_reserved', 'Ada', 'event_type', 'pay')).toBe(
      'Ada reserved for an experiment the event type pay',
    );
  });
});
