import type { EntityManager, MigrationInterface } from 'typeorm';
import type { EventStore, Position, StoredEvent, StreamFilter } from '../event-store/index.js';

/**
 * A projection of the log into PostgreSQL. It has a schema of its own for its tables and its checkpoint. A rebuild
 * fills a second schema and swaps it in.
 */
export interface ProjectionDefinition {
  /** The name of the projection and of its schema. */
  readonly name: string;
  /** Of what its rows hold, 1 by default. A schema of another version is made anew. */
  readonly version?: number;
  readonly filter: StreamFilter;
  // TypeORM takes entity classes as bare constructors.
  readonly entities: readonly (new () => object)[];
  /** Tables without an entity. */
  readonly tables?: readonly string[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Prefixes of streams whose order does not matter: a parked event does not hold back later ones. */
  readonly unorderedPrefixes: readonly string[];
  /** How much of a batch's budget an event takes; 1 by default. */
  readonly weightOf?: (event: StoredEvent) => number;
  /** False if crashes during the attempts at an event must not park it; true by default. */
  readonly crashesPark?: boolean;
  /** Makes an instance with empty memory. */
  readonly create: () => Projection;
}

export interface Projection {
  /** Applies events: reads first, computes, writes last. Called again with the same events after it throws. */
  apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void>;
  /** Clears the memory after a rollback of the transaction. */
  reset(): void;
  /** Called before the first event of a new schema, to look ahead over the log. */
  prepare?(store: EventStore, manager: EntityManager, signal: AbortSignal): Promise<void>;
  /** True if the log made the rows incomplete: a rebuild completes them. */
  readonly wantsRebuild?: boolean;
  /** The changes since the last call, in the projection's own format; reactors receive them. */
  takeTouched?(): readonly string[];
}

/** Reacts to commits of a projection. A rebuild has no reactor. */
export interface Reactor {
  committed(batch: Committed): void;
}

export interface Committed {
  readonly position: Position;
  readonly events: readonly StoredEvent[];
  /** The changes by the events, as `takeTouched` reports them. */
  readonly touched: readonly string[];
  /** True after the projection has reached the end of the log. */
  readonly live: boolean;
}
