import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg, { type QueryResultRow } from 'pg';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { until } from '../../../test/support/until.js';
import { followLog, type LogAccess } from './follow-log.js';
import { PostgresEventStore } from './postgres-event-store.js';

describe('following the log', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
    pool = new pg.Pool({ connectionString: database.url });
  });

  afterAll(async () => {
    await pool.end();
    await store.close();
    await database.drop();
  });

  it('is not caught up before it has what an older transaction keeps out of sight', async () => {
    const event = { id: crypto.randomUUID(), type: 'written', data: {}, metadata: {} };
    // Ended in any case: it keeps events of the whole server out of sight.
    const older = await pool.connect();
    await older.query('BEGIN; SELECT pg_current_xact_id()');
    const appended = await store.append('thing-a', [event], { expected: 'no_stream' }).catch(() => undefined);
    let looks = 0;
    const stop = new AbortController();
    const log = {
      query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> => {
        const { rows } = await pool.query<Row>(text, [...values]);
        looks += 1;
        return rows;
      },
      hints: { generation: 0, wait: () => new Promise((resolve) => setImmediate(resolve)) },
      closing: stop.signal,
    } as unknown as LogAccess;
    const heard: string[] = [];
    const following = (async () => {
      for await (const { kind } of followLog(log, {})) {
        heard.push(kind);
        if (kind === 'caught_up') stop.abort();
      }
    })();
    const before = await until('it has looked several times', () => looks > 5 && [...heard]).finally(async () => {
      await older.query('COMMIT');
      older.release();
    });
    expect({ appended: appended !== undefined, before }).toEqual({ appended: true, before: [] });
    await following;
    expect(heard).toEqual(['event', 'caught_up']);
  });
});
