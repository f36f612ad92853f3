import type { DataSource, EntityManager } from 'typeorm';
import { unavailable } from '../../platform/problem.js';

const TRIES = 5;

/**
 * Reads several tables of a projection in one snapshot. A rebuild can swap the tables meanwhile. Names then resolve to
 * the new tables at once, whatever the transaction's snapshot, so everything is read again.
 * @throws Problem 503 if swaps interrupt every try
 */
export async function inOneSnapshot<T>(source: DataSource, read: (manager: EntityManager) => Promise<T>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    // Compared outside of the transaction: before its snapshot, and after its last statement.
    const tables = await tablesOf(source);
    const reading = source.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      return read(manager);
    });
    const [found] = await Promise.allSettled([reading]);
    if ((await tablesOf(source)) !== tables) continue;
    if (found.status === 'fulfilled') return found.value;
    throw found.reason;
  }
  throw unavailable('read_model_not_ready', 'the read model is being made; ask again');
}

/** Identifies the projection's current tables. */
async function tablesOf(source: DataSource): Promise<string | null> {
  const [row] = await source.query<{ tables: string | null }[]>(
    `SELECT to_regclass('checkpoint')::oid::text AS tables`,
  );
  return row?.tables ?? null;
}
