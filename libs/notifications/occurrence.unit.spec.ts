import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_KINDS, isAtLeast, SEVERITIES } from './event-kinds.js';
import { intentsOf, kindFor, type Occurrence } from './occurrence.js';
import type { NotificationRule } from './notification-rule.js';

const NAMES = ['a', 'b', 'c'];
const names = fc.subarray(NAMES);
const name = fc.option(fc.constantFrom(...NAMES));
const severity = fc.constantFrom(...SEVERITIES);

const anyRule: fc.Arbitrary<NotificationRule> = fc.record({
  id: fc.uuid(),
  name: fc.constant('rule'),
  events: fc.subarray([...EVENT_KINDS]),
  environments: names,
  flags: names,
  tags: names,
  severity,
  destinations: fc.subarray(NAMES, { minLength: 1 }),
});

const anyOccurrence: fc.Arbitrary<Occurrence> = fc.record({
  identity: fc.tuple(fc.constant('thing'), fc.nat()),
  kinds: fc.subarray([...EVENT_KINDS], { minLength: 1, maxLength: 3 }),
  severity,
  environment: name,
  flag: name,
  tags: names,
  title: fc.string(),
  facts: fc.constant([]),
  at: fc.constant('2026-01-01T00:00:00.000Z'),
  experiment: fc.constant(null),
  path: fc.constant(null),
});

const OPEN = new Map(NAMES.map((id) => [id, { disabled: null }]));

describe('a rule', () => {
  it('tells of what passes all its filters, as the first of the kinds that it asks for', () => {
    fc.assert(
      fc.property(anyRule, anyOccurrence, (rule, occurrence) => {
        const passes = (filter: readonly string[], values: readonly (string | null)[]): boolean =>
          filter.length === 0 || filter.some((each) => values.includes(each));
        const isMeant =
          isAtLeast(occurrence.severity, rule.severity) &&
          passes(rule.environments, [occurrence.environment]) &&
          passes(rule.flags, [occurrence.flag]) &&
          passes(rule.tags, occurrence.tags) &&
          passes(rule.events, occurrence.kinds);
        const kind = kindFor(rule, occurrence);
        expect(kind !== undefined).toBe(isMeant);
        if (kind === undefined) return;
        expect(rule.events.length === 0 || rule.events.includes(kind)).toBe(true);
        const first = rule.events.length === 0 ? 0 : occurrence.kinds.findIndex((each) => rule.events.includes(each));
        expect(occurrence.kinds.indexOf(kind)).toBe(first);
      }),
    );
  });

  it('without filters tells of everything, and a further filter never tells of more', () => {
    fc.assert(
      fc.property(anyRule, anyOccurrence, (rule, occurrence) => {
        const open = { ...rule, events: [], environments: [], flags: [], tags: [], severity: 'info' } as const;
        expect(kindFor(open, occurrence)).toBe(occurrence.kinds[0]);
        for (const filter of ['environments', 'flags', 'tags'] as const)
          if (kindFor(rule, occurrence) !== undefined)
            expect(kindFor({ ...rule, [filter]: [] }, occurrence)).toBeDefined();
      }),
    );
  });

  it('has an id for each destination, the same whenever it is asked, and another for another occurrence', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), anyOccurrence, (rules, occurrence) => {
        const intents = intentsOf(occurrence, rules, OPEN);
        expect(intentsOf({ ...occurrence, title: 'in other words' }, rules, OPEN).map(({ id }) => id)).toEqual(
          intents.map(({ id }) => id),
        );
        expect(new Set(intents.map(({ id }) => id)).size).toBe(intents.length);
        const other = { ...occurrence, identity: ['another', ...occurrence.identity] };
        const ids = new Set(intents.map(({ id }) => id));
        expect(intentsOf(other, rules, OPEN).filter(({ id }) => ids.has(id))).toEqual([]);
      }),
    );
  });

  it('sends nothing to destinations that are disabled or removed', () => {
    fc.assert(
      fc.property(anyRule, anyOccurrence, (rule, occurrence) => {
        const open = { ...rule, events: [], environments: [], flags: [], tags: [], severity: 'info' } as const;
        const some = new Map([
          ['a', { disabled: null }],
          ['b', { disabled: 'gone' as const }],
        ]);
        const reached = intentsOf(occurrence, [open], some).map(({ destination }) => destination);
        expect(reached).toEqual(rule.destinations.filter((id) => id === 'a'));
      }),
    );
  });
});
