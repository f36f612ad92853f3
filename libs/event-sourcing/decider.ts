import type { JsonObject } from '../event-store/index.js';
import type { Author } from './author.js';

/** Every event records these facts besides its own data. */
export interface Facts {
  readonly by: Author;
  /** Time of the command, ISO 8601 UTC. */
  readonly at: string;
}

/** An event in the domain: type and data. */
export interface DomainEvent<Type extends string = string, Data = JsonObject> {
  readonly type: Type;
  readonly data: Data;
}

/** The pure fold of an aggregate. `evolve` never refuses an event, because stored events have happened. */
export interface Fold<State, Event extends DomainEvent<string, unknown>> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event, facts: Facts) => State;
}
