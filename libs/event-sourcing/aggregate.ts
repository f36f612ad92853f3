import type { StoredEvent } from '../event-store/index.js';
import type { DomainEvent, Fold } from './decider.js';
import type { EventCodec } from './event-codec.js';
import { ofTheEvent } from './event-fault.js';

/** The fold of an aggregate, and the codec of its events. */
export interface Aggregate<State, Event extends DomainEvent<string, unknown>> extends Fold<State, Event> {
  /** Streams are named `<category>-<id>`, as in EventStoreDB's categories. */
  readonly category: string;
  readonly codec: EventCodec<Event>;
  /** True if all environments share the aggregate: the metadata of its events has no environment. */
  readonly shared?: boolean;
}

/** The prefix of the names of the aggregate's streams. */
export const prefixOf = ({ category }: { readonly category: string }): string => `${category}-`;

/** Decodes a stored event to the current version of its type. @throws EventFault */
export function decodeFor<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  stored: StoredEvent,
): Event {
  // The cast is safe, because the codec's map is derived from the same union.
  return ofTheEvent(() => aggregate.codec.decode(stored) as unknown as Event);
}
