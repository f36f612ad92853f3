import { hasReached, laterOf, type Position, type StoredEvent } from '../../event-store/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { decodeFor, type Aggregate } from '../../event-sourcing/aggregate.js';
import type { Loaded } from '../../event-sourcing/command-runner.js';
import type { DomainEvent } from '../../event-sourcing/decider.js';
import { metadataOf } from '../../event-sourcing/recorded-event.js';

/** The position of the command's last event; undefined if it wrote none. */
export function lastOfCommand({ commandId }: CommandContext, events: readonly StoredEvent[]): Position | undefined {
  return events
    .filter((event) => metadataOf(event).commandId === commandId)
    .reduce<Position | undefined>((last, { position }) => laterOf(last, position), undefined);
}

/** The stream as of a position in the log; without a position, the current one. */
export function asOf<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  loaded: Loaded<State>,
  position: Position | undefined,
): Loaded<State> {
  if (position === undefined) return loaded;
  const events = loaded.events.filter((event) => hasReached(position, event.position));
  const state = events.reduce<State>(
    (folded, event) => aggregate.evolve(folded, decodeFor(aggregate, event), metadataOf(event)),
    aggregate.initialState,
  );
  const last = events.at(-1);
  return { state, revision: last?.revision ?? -1, position: last?.position, events };
}
