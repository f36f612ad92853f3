import type { DataSource, EntityManager } from 'typeorm';
import { unavailable } from '../../platform/problem.js';

const TRIES = 5;

/**
 * Reads several tables of a projection as they were at one moment. A rebuild may put others in their place meanwhile,
 * and a name means the new ones at once, whatever the transaction's snapshot: then all is read again.
 * @throws Problem 503 where that happens again and again
 */
export async function inOneSnapshot<T>(source: DataSource, read: (manager: EntityManager) => Promise<T>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    // EvaluationRequest outside of the transaction, before its snapshot and after its last statement.
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

/** Names the tables that are the projection's now. */
async function tablesOf(source: DataSource): Promise<string | null> {
  const [row] = await source.query<{ tables: string | null }[]>(
    `SELECT to_regclass('checkpoint')::oid::text AS tables`,
  );
  return row?.tables ?? null;
}
