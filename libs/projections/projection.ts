import type { EntityManager, MigrationInterface } from 'typeorm';
import type { EventStore, Position, StoredEvent, StreamFilter } from '../event-store/index.js';

/**
 * What is kept in PostgreSQL of the log. Its tables stand in a schema of its own together with its checkpoint; a
 * rebuild fills a second schema and swaps it in.
 */
export interface ProjectionDefinition {
  /** Also the name of its schema. */
  readonly name: string;
  readonly filter: StreamFilter;
  // TypeORM takes entity classes as bare constructors.
  readonly entities: readonly (new () => object)[];
  /** Tables that no entity stands for. */
  readonly tables?: readonly string[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Streams (by prefix) whose order means nothing: an event of them parks alone. */
  readonly unorderedPrefixes: readonly string[];
  /** How much of a batch's budget an event takes; 1 where nothing is said. */
  readonly weightOf?: (event: StoredEvent) => number;
  /** False where no event may be parked for having been tried when its process died; true by default. */
  readonly crashesPark?: boolean;
  /** A fresh instance, with nothing in memory. */
  readonly create: () => Projection;
}

export interface Projection {
  /** Writes what the events change: reads first, computes, writes late. Called again from the start when it throws. */
  apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void>;
  /** Forgets what it keeps in memory: the transaction it belonged to was rolled back. */
  reset(): void;
  /** Called before the first event of a schema that was just made: what a look ahead over the log tells. */
  prepare?(store: EventStore, manager: EntityManager, signal: AbortSignal): Promise<void>;
  /** True when the log said something that makes the rows incomplete: a rebuild mends them. */
  readonly wantsRebuild?: boolean;
  /** What was changed since the last call, in the projection's own words; whoever reacts hears of it. */
  takeTouched?(): readonly string[];
}

/** What reacts to a projection's progress; muted while it catches up and during a rebuild. */
export interface Reactor {
  committed(batch: Committed): void;
}

export interface Committed {
  readonly position: Position;
  readonly events: readonly StoredEvent[];
  /** What the projection says that the events changed. */
  readonly touched: readonly string[];
  /** True once the projection has reached the end of the log. */
  readonly live: boolean;
}
