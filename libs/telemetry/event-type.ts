import type { JsonObject, StoredEvent } from '../event-store/index.js';
import { decodeFor, type Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';
import { canonicalJson } from '../primitives/canonical-json.js';

/** A kind of telemetry event. */
export interface EventType {
  readonly key: string;
  readonly name: string;
  /** The event means that the subject was exposed to its variant. */
  readonly exposure: boolean;
  /** The event waits for its subject's exposure before it counts. */
  readonly requiresExposure: boolean;
  /** JSON Schema of the properties; null takes any. */
  readonly schema: JsonObject | null;
  readonly archived: boolean;
}

export type EventTypeDefinition = Omit<EventType, 'archived'>;

/** Fields that may be changed later; an absent field stays as it is. */
export interface EventTypeChanges {
  readonly name?: string | undefined;
  readonly schema?: JsonObject | null | undefined;
}

/** An experiment that was about to count the type; its own stream tells whether it does. */
export interface TypeReservation {
  readonly environment: string;
  readonly experimentId: string;
}

/** On `event_type-<key>`. */
export type EventTypeEvent =
  | DomainEvent<'event_type_defined', EventTypeDefinition>
  | DomainEvent<'event_type_edited', { readonly name?: string; readonly schema?: JsonObject | null }>
  | DomainEvent<'event_type_archived', Record<string, never>>
  | DomainEvent<'event_type_restored', Record<string, never>>
  | DomainEvent<'event_type_reserved', TypeReservation>;

/** The built-in type of the exposures that Assay itself records, if an experiment's exposure is the decision. */
export const DECISION_EXPOSURE: EventType = {
  key: 'assay.exposure',
  name: 'Exposure on decision',
  exposure: true,
  requiresExposure: false,
  schema: null,
  archived: false,
};

/** Types that exist in every installation. */
export const BUILT_IN_TYPES: ReadonlyMap<string, EventType> = new Map([[DECISION_EXPOSURE.key, DECISION_EXPOSURE]]);

const EVENT_TYPE_CATEGORY = 'event_type';
export const eventTypeStream = (key: string): string => `${EVENT_TYPE_CATEGORY}-${key}`;

export const eventTypeAggregate: Aggregate<EventType | null, EventTypeEvent> = {
  category: EVENT_TYPE_CATEGORY,
  codec: eventCodec<EventTypeEvent>({
    event_type_defined: 1,
    event_type_edited: 1,
    event_type_archived: 1,
    event_type_restored: 1,
    event_type_reserved: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (state, event) => {
    switch (event.type) {
      case 'event_type_defined':
        return { ...event.data, archived: false };
      case 'event_type_edited':
        return state && { ...state, ...event.data };
      case 'event_type_archived':
        return state && { ...state, archived: true };
      case 'event_type_restored':
        return state && { ...state, archived: false };
      case 'event_type_reserved':
        return state;
    }
  },
};

/** The experiments that ever reserved the type, each once, from the events of its stream. */
export function typeReservations(events: readonly StoredEvent[]): TypeReservation[] {
  const found = new Map<string, TypeReservation>();
  for (const stored of events) {
    const event = decodeFor(eventTypeAggregate, stored);
    if (event.type === 'event_type_reserved') found.set(event.data.experimentId, event.data);
  }
  return [...found.values()];
}

/** The revision of the last event that changed the type: reservations change nothing. */
export function changedAt(events: readonly StoredEvent[]): number {
  return events.findLast(({ type }) => type !== 'event_type_reserved')?.revision ?? -1;
}

export function defineEventType(state: EventType | null, command: EventTypeDefinition): EventTypeEvent[] {
  if (state) throw conflict('key_taken', `the event type ${command.key} exists already`);
  if (command.exposure && command.requiresExposure) {
    throw invalid('contradiction', 'an exposure cannot wait for an exposure', '/requiresExposure');
  }
  return [{ type: 'event_type_defined', data: command }];
}

export function editEventType(state: EventType | null, key: string, changes: EventTypeChanges): EventTypeEvent[] {
  if (!state) throw notFound('event type', key);
  if (state.archived) throw conflict('event_type_archived', `the event type ${key} is archived`);
  const { name = state.name, schema = state.schema } = changes;
  const data = {
    ...(name !== state.name && { name }),
    ...(canonicalJson(schema) !== canonicalJson(state.schema) && { schema }),
  };
  return Object.keys(data).length === 0 ? [] : [{ type: 'event_type_edited', data }];
}

export function archiveEventType(state: EventType | null, key: string): EventTypeEvent[] {
  if (!state) throw notFound('event type', key);
  return state.archived ? [] : [{ type: 'event_type_archived', data: {} }];
}

export function restoreEventType(state: EventType | null, key: string): EventTypeEvent[] {
  if (!state) throw notFound('event type', key);
  return state.archived ? [{ type: 'event_type_restored', data: {} }] : [];
}
