import { describe, expect, it } from '@jest/globals';
import {
  addDestination,
  changeDestination,
  destinationAggregate,
  destinationDocument,
  disableDestination,
  enableDestination,
  removeDestination,
  requestDelivery,
  rotateSecret,
  type Destination,
  type DestinationEvent,
} from './destination.js';
import { addRule, changeRule, ruleAggregate, type NotificationRule } from './notification-rule.js';

const facts = { by: { kind: 'user', id: 'ada', name: 'Ada' }, at: '2026-01-01T00:00:00.000Z' } as const;
const folded = (...events: readonly DestinationEvent[]): Destination | null =>
  events.reduce<Destination | null>((state, event) => destinationAggregate.evolve(state, event, facts), null);

type Added = Parameters<typeof addDestination>[1];

const webhook: Added = {
  ...{ id: 'd1', name: 'hook', kind: 'webhook', host: 'https://example.org', to: [], perMinute: 60 },
  secret: { url: 'sealed url', signing: 'sealed 1' },
};
const added: DestinationEvent = { type: 'destination_added', data: webhook };

describe('a destination', () => {
  it.each<[Added, string]>([
    [{ ...webhook, secret: {} }, '/url'],
    [{ ...webhook, to: ['a@example.org'] }, '/to'],
    [{ ...webhook, kind: 'email', secret: {}, to: [] }, '/to'],
    [{ ...webhook, kind: 'email', to: ['a@example.org'] }, '/url'],
  ])('has what its kind needs and nothing else', (destination, pointer) => {
    expect(() => addDestination(null, destination)).toThrow(expect.objectContaining({ pointer }));
  });

  it('shows none of its secrets', () => {
    expect(JSON.stringify(destinationDocument({ ...webhook, previousUntil: null, disabled: null }))).not.toContain(
      'sealed',
    );
  });

  it('changes only what differs, and its address together with its host', () => {
    const state = folded(added);
    expect(changeDestination(state, 'd1', { name: 'hook', perMinute: 60 })).toEqual([]);
    const changes = { host: 'https://other.example.org', secret: { url: 'sealed other' } };
    const events = changeDestination(state, 'd1', changes);
    expect(folded(added, ...events)?.secret).toEqual({ url: 'sealed other', signing: 'sealed 1' });
  });

  it('keeps the secret before for a while', () => {
    const until = '2026-01-02T00:00:00.000Z';
    const once = rotateSecret(folded(added), 'd1', 'sealed 2', until);
    expect(folded(added, ...once)).toMatchObject({
      previousUntil: until,
      secret: { signing: 'sealed 2', previous: 'sealed 1', url: 'sealed url' },
    });
    const chat = folded({ type: 'destination_added', data: { ...webhook, kind: 'slack', secret: { url: 'x' } } });
    expect(() => rotateSecret(chat, 'd1', 'sealed', until)).toThrow(expect.objectContaining({ code: 'no_secret' }));
  });

  it('is sent to only while it is enabled and there', () => {
    const disabled = folded(added, ...disableDestination(folded(added), 'd1', 'gone'));
    expect(disabled?.disabled).toBe('gone');
    expect(disableDestination(disabled, 'd1', 'asked')).toEqual([]);
    expect(() => requestDelivery(disabled, 'd1', 'destination_test_requested', 'x')).toThrow(
      expect.objectContaining({ code: 'destination_disabled' }),
    );
    const enabled = enableDestination(disabled, 'd1');
    expect(requestDelivery(folded(added, ...enabled), 'd1', 'destination_test_requested', 'x')).toHaveLength(1);
    const removed = folded(added, ...removeDestination(folded(added), 'd1'));
    expect(removed).toBeNull();
    for (const decide of [removeDestination, enableDestination])
      expect(() => decide(removed, 'd1')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

describe('a notification rule', () => {
  const rule: NotificationRule = {
    ...{ id: 'r1', name: 'rule', events: [], environments: [], flags: [], tags: [], severity: 'info' },
    destinations: ['d1'],
  };

  it('has a destination, and changes only what differs', () => {
    expect(() => addRule(null, { ...rule, destinations: [] })).toThrow(
      expect.objectContaining({ pointer: '/destinations' }),
    );
    expect(() => changeRule(rule, 'r1', { destinations: [] })).toThrow(/needs a destination/);
    expect(changeRule(rule, 'r1', { name: 'rule', destinations: ['d1'] })).toEqual([]);
    const [changed] = changeRule(rule, 'r1', { severity: 'critical', name: 'rule' });
    expect(changed).toEqual({ type: 'notification_rule_changed', data: { severity: 'critical' } });
    expect(changed && ruleAggregate.evolve(rule, changed, facts)).toEqual({ ...rule, severity: 'critical' });
  });
});
