import { hasReached, type EventStore, type Position } from '../event-store/index.js';
import { decodeFor, type Aggregate } from './aggregate.js';
import type { DomainEvent } from './decider.js';
import { metadataOf } from './recorded-event.js';

/** A state, and the revision of its last event: -1 where there is none. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
}

/** The state of a stream after its events up to a position of the log. */
export async function foldUpTo<State, Event extends DomainEvent<string, unknown>>(
  store: Pick<EventStore, 'read'>,
  aggregate: Aggregate<State, Event>,
  stream: string,
  position: Position,
): Promise<Folded<State>> {
  let folded: Folded<State> = { state: aggregate.initialState, revision: -1 };
  for await (const event of store.read(stream)) {
    if (!hasReached(position, event.position)) break;
    const state = aggregate.evolve(folded.state, decodeFor(aggregate, event), metadataOf(event));
    folded = { state, revision: event.revision };
  }
  return folded;
}
