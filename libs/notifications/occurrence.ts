import { derivedId } from '../platform/ids.js';
import { isAtLeast, type DeliveryKind, type EventKind, type Severity } from './event-kinds.js';
import type { Destination } from './destination.js';
import type { NotificationRule } from './notification-rule.js';

/** A line of evidence. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The experiment that a notification is about. */
export interface Subject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

/** What people are told, in words; the same on every attempt. */
export interface Content {
  /** One sentence. */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly severity: Severity;
  /** Time of the event, ISO 8601 UTC. */
  readonly at: string;
  readonly environment: string | null;
  readonly flag: string | null;
  readonly experiment: Subject | null;
  /** Page of the dashboard. */
  readonly path: string | null;
}

/** Something that rules may tell of. */
export interface Occurrence extends Content {
  /** The kinds that it is, the most special one first. */
  readonly kinds: readonly EventKind[];
  /** What happened, such that the same is told once by each rule to each destination. */
  readonly identity: readonly (string | number)[];
  /** Tags of the flag. */
  readonly tags: readonly string[];
}

/** One notification for one destination. */
export interface Intent {
  /** The same on every attempt, of every projector, after every rebuild. */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** Id of the rule; null of a test. */
  readonly rule: string | null;
  readonly destination: string;
  readonly content: Content;
}

/** The kind that the rule tells the occurrence as; undefined: it does not tell of it. */
export function kindFor(rule: NotificationRule, occurrence: Occurrence): EventKind | undefined {
  const { environments, flags, tags, severity, events } = rule;
  const isMeant =
    isAtLeast(occurrence.severity, severity) &&
    takes(environments, occurrence.environment === null ? [] : [occurrence.environment]) &&
    takes(flags, occurrence.flag === null ? [] : [occurrence.flag]) &&
    takes(tags, occurrence.tags);
  return isMeant ? occurrence.kinds.find((kind) => takes(events, [kind])) : undefined;
}

/** True if the filter is empty, or has one of the values. */
const takes = (filter: readonly string[], values: readonly string[]): boolean =>
  filter.length === 0 || values.some((value) => filter.includes(value));

/** The notifications of an occurrence by all rules. A destination that is disabled or gone gets none. */
export function intentsOf(
  occurrence: Occurrence,
  rules: Iterable<NotificationRule>,
  destinations: ReadonlyMap<string, Pick<Destination, 'disabled'>>,
): Intent[] {
  const { identity, kinds: _kinds, tags: _tags, ...content } = occurrence;
  return [...rules].flatMap((rule) => {
    const kind = kindFor(rule, occurrence);
    if (kind === undefined) return [];
    const open = [...new Set(rule.destinations)].filter((id) => destinations.get(id)?.disabled === null);
    return open.map((destination) => ({
      id: derivedId('notification', rule.id, destination, ...identity),
      kind,
      rule: rule.id,
      destination,
      content,
    }));
  });
}

/** A test that somebody asked for. */
export const testOf = (id: string, { id: destination, name }: Destination, by: string, at: string): Intent => ({
  id,
  kind: 'test',
  rule: null,
  destination,
  content: {
    title: `${by} sent this test to ${name}`,
    facts: [],
    severity: 'info',
    at,
    environment: null,
    flag: null,
    experiment: null,
    path: null,
  },
});
