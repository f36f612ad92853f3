import type { EntityManager, MigrationInterface } from 'typeorm';
import type { StoredEvent } from '../event-store/index.js';
import { decodeFor, prefixOf, type Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { ofTheEvent } from '../event-sourcing/event-fault.js';
import { metadataOf } from '../event-sourcing/recorded-event.js';
import { packed, unpacked } from '../primitives/written-json.js';
import { addVersions, type Version } from './as-of/past-table.js';

/** Is told the state of a stream before and after each of its events. */
export type StateObserver = (event: StoredEvent, before: unknown, after: unknown) => void;

/** The instant of an event, in epoch milliseconds. */
export type InstantOf = (event: StoredEvent) => number;

/** A table with one row per stream: its folded state as json, and columns for look-ups. */
export interface StateTable {
  readonly prefix: string;
  /**
   * @param observe of a table that folds states
   * @param instantOf of a table that keeps earlier states
   */
  apply(
    events: readonly StoredEvent[],
    manager: EntityManager,
    observe?: StateObserver,
    instantOf?: InstantOf,
  ): Promise<unknown>;
}

/** Where a state table keeps its earlier rows (`createPastTable`). */
export interface PastTable<State> {
  readonly table: string;
  /** What the past keeps of a state; by default all of it. */
  readonly keeps?: (state: State) => unknown;
}

/** The tables that a part adds to the management read model. */
export interface ManagedTables {
  readonly tables: readonly StateTable[];
  // TypeORM takes entity and migration classes as bare constructors.
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

export interface FoldedTable<State> extends StateTable {
  /** @returns the states after the events, by stream */
  apply(
    events: readonly StoredEvent[],
    manager: EntityManager,
    observe?: StateObserver,
    instantOf?: InstantOf,
  ): Promise<ReadonlyMap<string, State>>;
}

/** Folds streams into `table(stream, revision, position, created_position, state, …columns)`. */
export function stateTable<State, Event extends DomainEvent<string, unknown>>(definition: {
  readonly table: string;
  readonly aggregate: Aggregate<State, Event>;
  /** Columns beside those of `StateRow`. */
  readonly columns: (state: State) => Readonly<Record<string, string | null>>;
  readonly past?: PastTable<State>;
}): FoldedTable<State> {
  const { table, aggregate, columns, past } = definition;
  const keeps = past?.keeps ?? ((state: State): unknown => state);
  return {
    prefix: prefixOf(aggregate),
    async apply(events, manager, observe, instantOf) {
      const versions: Version[] = [];
      const rows = await loadRows<State>(manager, table, [...new Set(events.map((event) => event.stream))]);
      const known = new Set(rows.keys());
      for (const event of events) {
        const row = rows.get(event.stream);
        const before = row ? row.state : aggregate.initialState;
        const state = ofTheEvent(() => aggregate.evolve(before, decodeFor(aggregate, event), metadataOf(event)));
        observe?.(event, before, state);
        const after = {
          state,
          revision: event.revision,
          position: event.position,
          // What was deleted and is there again is new.
          created: row && row.state !== null ? row.created : event.position,
        };
        rows.set(event.stream, after);
        if (!past || !instantOf) continue;
        const kept = (): Version['values'] => valuesOf(event.stream, { ...after, state: keeps(state) }, columns(state));
        const values = state === null ? null : ofTheEvent(kept);
        versions.push({ stream: event.stream, since: instantOf(event), values });
      }
      if (past && versions.length > 0) await addVersions(manager, past.table, versions);
      for (const [stream, row] of rows) {
        const { state } = row;
        if (state === null) {
          // A stream can begin with an event that creates no state yet, and end with one that deletes it.
          if (known.has(stream)) await manager.query(`DELETE FROM ${table} WHERE stream = $1`, [stream]);
          continue;
        }
        const further = ofTheEvent(() => columns(state));
        await writeRow(manager, table, stream, row, further);
      }
      return new Map([...rows].map(([stream, { state }]) => [stream, state]));
    },
  };
}

interface Row<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: string;
  readonly created: string;
}

async function loadRows<State>(
  manager: EntityManager,
  table: string,
  streams: string[],
): Promise<Map<string, Row<State>>> {
  const found = await manager.query<
    { stream: string; revision: string; position: string; created_position: string; state: State }[]
  >(`SELECT stream, revision, position, created_position, state FROM ${table} WHERE stream = ANY ($1)`, [streams]);
  return new Map(
    found.map((row) => [
      row.stream,
      {
        state: unpacked(row.state),
        revision: Number(row.revision),
        position: row.position,
        created: row.created_position,
      },
    ]),
  );
}

const valuesOf = (
  stream: string,
  { revision, position, created, state }: Row<unknown>,
  columns: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> => ({
  ...{ stream, revision: String(revision), position, created_position: created, state: packed(state) },
  ...columns,
});

async function writeRow(
  manager: EntityManager,
  table: string,
  stream: string,
  row: Row<unknown>,
  columns: Readonly<Record<string, string | null>>,
): Promise<void> {
  const all = valuesOf(stream, row, columns);
  const [names, values] = [Object.keys(all), Object.values(all)];
  const places = names.map((_, index) => `$${index + 1}`);
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`);
  await manager.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})
     ON CONFLICT (stream) DO UPDATE SET ${updates.join(', ')}`,
    values,
  );
}
