import { Column, Entity, PrimaryColumn, type EntityManager, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import type { ManagedTables } from '../state-table.js';

/** The index from time to position: the last event that an instant has. Rows never expire. */
@Entity('log_instants')
export class LogInstantRow {
  /** Epoch milliseconds. */
  @PrimaryColumn('bigint')
  at!: string;

  @Column('text')
  position!: string;
}

/**
 * The instants of events: the greatest time that the store recorded for an event or for one before it. The order of the
 * log is the truth, so no event is there before one that precedes it, whatever the clocks of servers said.
 */
export class LogInstants {
  private constructor(private readonly instants: ReadonlyMap<string, number>) {}

  /** @param events in the order of the log; what precedes them is in the table */
  static async of(events: readonly StoredEvent[], manager: EntityManager): Promise<LogInstants> {
    const [first] = events;
    if (!first) return new LogInstants(new Map());
    const [before] = await manager.query<{ at: string }[]>(
      'SELECT at FROM log_instants WHERE position < $1 ORDER BY position DESC LIMIT 1',
      [first.position],
    );
    return new LogInstants(instantsOf(events, Number(before?.at ?? 0)));
  }

  /** Epoch milliseconds. @throws RangeError for an event that is none of these */
  readonly of = ({ position }: StoredEvent): number => {
    const instant = this.instants.get(position);
    if (instant === undefined) throw new RangeError(`no instant of the event at ${position}`);
    return instant;
  };

  async write(manager: EntityManager): Promise<void> {
    if (this.instants.size === 0) return;
    // Of events with the same instant the last counts.
    const lasts = new Map([...this.instants].map(([position, at]) => [at, position]));
    await manager.query(
      `INSERT INTO log_instants (at, position) SELECT * FROM unnest($1::bigint[], $2::text[])
       ON CONFLICT (at) DO UPDATE SET position = greatest(log_instants.position, excluded.position)`,
      [[...lasts.keys()], [...lasts.values()]],
    );
  }
}

/** @param before the instant of the event before them, in epoch milliseconds. @returns instants by position */
export function instantsOf(
  events: readonly Pick<StoredEvent, 'position' | 'recordedAt'>[],
  before: number,
): Map<string, number> {
  let latest = before;
  return new Map(
    events.map(({ position, recordedAt }) => {
      latest = Math.max(latest, Date.parse(recordedAt));
      return [position, latest];
    }),
  );
}

/** The place of an instant in the log. */
export interface Place {
  /** Position of the last event that the instant has; null: it is before the first. */
  readonly position: string | null;
  /** Epoch milliseconds of the first and the last event; null: the log is empty. */
  readonly first: number | null;
  readonly last: number | null;
}

/** @param instant epoch milliseconds */
export async function placeOf(reader: Pick<EntityManager, 'query'>, instant: number): Promise<Place> {
  const [found] = await reader.query<{ position: string | null; first: string | null; last: string | null }[]>(
    `SELECT (SELECT min(at) FROM log_instants) AS first, (SELECT max(at) FROM log_instants) AS last,
       (SELECT position FROM log_instants WHERE at <= $1 ORDER BY at DESC LIMIT 1) AS position`,
    [instant],
  );
  const timeOf = (text: string | null | undefined): number | null => (text ? Number(text) : null);
  return { position: found?.position ?? null, first: timeOf(found?.first), last: timeOf(found?.last) };
}

class InstantTables implements MigrationInterface {
  name = 'InstantTables1700000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE log_instants (at bigint PRIMARY KEY, position text COLLATE "C" NOT NULL)');
    await runner.query('CREATE INDEX log_instants_position ON log_instants (position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE log_instants');
  }
}

/** The index from time to position in the management read model. */
export const managedInstants: ManagedTables = {
  tables: [],
  entities: [LogInstantRow],
  migrations: [InstantTables],
};
