import type { EntityManager } from 'typeorm';
import { PATIENCE_MS } from '../aggregation/waiting.js';
import { dayOf } from '../aggregation/log-clock.js';
import { pruneLedger } from './ledger-rows.js';

const DAY_MS = 86_400_000;
/** How long the ids of a day are stored after its end: an event may be 30 days late, and a clock 5 minutes off. */
const ID_RETENTION_MS = 30 * DAY_MS + 5 * 60_000;

/**
 * Drops ids of days that no accepted event can belong to any more. Drops events whose exposure did not come in time,
 * too, but keeps their number. Call it once for each new day of the log's receive times.
 */
export async function pruneUpTo(receivedAt: number, manager: EntityManager): Promise<void> {
  const oldestDay = Math.ceil((receivedAt - ID_RETENTION_MS) / DAY_MS) - 1;
  const partitions = await manager.query<{ name: string }[]>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'telemetry_ids'::regclass`,
  );
  for (const { name } of partitions) {
    if (Number(name.slice(PARTITION.length)) < oldestDay) await manager.query(`DROP TABLE ${name}`);
  }
  await manager.query(
    `WITH gone AS (DELETE FROM waiting_events WHERE received_at < $1
       RETURNING CASE WHEN waits_in IS DISTINCT FROM 'servers' THEN decided ->> 'experiment' END AS experiment_id)
     INSERT INTO expired_events (experiment_id, events)
       SELECT experiment_id, count(*) FROM gone WHERE experiment_id IS NOT NULL GROUP BY experiment_id
     ON CONFLICT (experiment_id) DO UPDATE SET events = expired_events.events + excluded.events`,
    [receivedAt - PATIENCE_MS - DAY_MS],
  );
  await pruneLedger(receivedAt, manager);
  await manager.query('UPDATE as_of SET pruned_day = $1', [dayOf(receivedAt)]);
}

const PARTITION = 'telemetry_ids_';

/** Keeps the days of the log: a partition of ids for each, and pruning when another one begins. */
export class Days {
  private readonly made = new Set<number>();
  private pruned: number | undefined;

  /** Makes room for the ids of these days (since 1970). */
  async make(days: Iterable<number>, manager: EntityManager): Promise<void> {
    for (const day of new Set(days)) {
      if (this.made.has(day)) continue;
      await addDay(day, manager);
      this.made.add(day);
    }
  }

  /** Prunes if telemetry received then is the first of a day. */
  async enter(receivedAt: number, manager: EntityManager): Promise<void> {
    if (this.pruned === undefined) {
      const [row] = await manager.query<{ pruned_day: number }[]>('SELECT pruned_day FROM as_of');
      this.pruned = row?.pruned_day ?? 0;
    }
    const day = dayOf(receivedAt);
    if (day <= this.pruned) return;
    await pruneUpTo(receivedAt, manager);
    this.pruned = day;
    this.made.clear();
  }
}

/** Creates the partition for the ids of a day (since 1970). */
async function addDay(day: number, manager: EntityManager): Promise<void> {
  await manager.query(
    `CREATE TABLE IF NOT EXISTS ${PARTITION}${day} PARTITION OF telemetry_ids FOR VALUES IN (${day})`,
  );
}
