import type { StoredEvent } from '../event-store/index.js';
import type { DomainEvent, Fold } from './decider.js';
import type { EventCodec } from './event-codec.js';
import { ofTheEvent } from './event-fault.js';

/** An aggregate's fold, and the codec of its events. */
export interface Aggregate<State, Event extends DomainEvent<string, unknown>> extends Fold<State, Event> {
  /** Its streams are called `<category>-<id>`: what EventStoreDB calls a category. */
  readonly category: string;
  readonly codec: EventCodec<Event>;
  /** What is shared by all environments carries none in its metadata. */
  readonly shared?: boolean;
}

/** What the names of its streams begin with. */
export const prefixOf = ({ category }: { readonly category: string }): string => `${category}-`;

/** A stored event as the aggregate sees it, at the current version of its type. @throws EventFault */
export function decodeFor<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  stored: StoredEvent,
): Event {
  // The codec's map was made from this very union.
  return ofTheEvent(() => aggregate.codec.decode(stored) as unknown as Event);
}
