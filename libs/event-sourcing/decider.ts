import type { JsonObject } from '../event-store/index.js';
import type { Author } from './author.js';

/** What every event records beside its own data. */
export interface Facts {
  readonly by: Author;
  /** Time of the command, ISO 8601 UTC. */
  readonly at: string;
}

/** An event as the domain sees it: its type, its data, who and when. */
export interface DomainEvent<Type extends string = string, Data = JsonObject> {
  readonly type: Type;
  readonly data: Data;
}

/** The pure half of an aggregate. `evolve` never refuses: what is in the store has happened. */
export interface Fold<State, Event extends DomainEvent<string, unknown>> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event, facts: Facts) => State;
}
