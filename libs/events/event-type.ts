import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import type { DomainEvent } from '../platform/decider.js';
import { conflict, notFound } from '../platform/refusal.js';

/** A kind of telemetry event. `exposure` says that the event means 'the subject met its variant'. */
export interface EventType {
  readonly key: string;
  readonly name: string;
  readonly exposure: boolean;
  readonly archived: boolean;
}

/** On `event_type-<key>`. */
export type EventTypeEvent =
  | DomainEvent<'event_type_defined', { key: string; name: string; exposure: boolean }>
  | DomainEvent<'event_type_renamed', { name: string }>
  | DomainEvent<'event_type_archived', Record<string, never>>;

export const eventTypeStream = (key: string): string => `event_type-${key}`;

export const eventTypeAggregate: Aggregate<EventType | null, EventTypeEvent> = {
  codec: eventCodec<EventTypeEvent>({ event_type_defined: 1, event_type_renamed: 1, event_type_archived: 1 }),
  initialState: null,
  shared: true,
  evolve: (state, event) => {
    switch (event.type) {
      case 'event_type_defined':
        return { ...event.data, archived: false };
      case 'event_type_renamed':
        return state && { ...state, name: event.data.name };
      case 'event_type_archived':
        return state && { ...state, archived: true };
    }
  },
};

export function defineEventType(
  state: EventType | null,
  command: { readonly key: string; readonly name: string; readonly exposure: boolean },
): EventTypeEvent[] {
  if (state) throw conflict('key_taken', `the event type ${command.key} exists already`);
  const { key, name, exposure } = command;
  return [{ type: 'event_type_defined', data: { key, name, exposure } }];
}

export function renameEventType(state: EventType | null, key: string, name: string): EventTypeEvent[] {
  if (!state) throw notFound('event type', key);
  return state.name === name ? [] : [{ type: 'event_type_renamed', data: { name } }];
}

export function archiveEventType(state: EventType | null, key: string): EventTypeEvent[] {
  if (!state) throw notFound('event type', key);
  return state.archived ? [] : [{ type: 'event_type_archived', data: {} }];
}
