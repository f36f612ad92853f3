import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { until } from '../../../test/support/until.js';
import { EventStoreUnavailableError } from '../errors.js';
import { PostgresEventStore } from './postgres-event-store.js';

/** Ways in which a server that answers takes no writes, and back. */
const REFUSALS = [
  {
    why: 'is read-only',
    begin: `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`,
    end: `SET TRANSACTION READ WRITE;
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = off', current_database()); END $$`,
  },
  ...[
    ['has no space left', '53100'],
    ['has a disk that fails', '58030'],
    ['is out of memory', '53200'],
  ].map(([why, code]) => ({
    why,
    begin: `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${code}'; END $$;
      CREATE TRIGGER refuses BEFORE INSERT ON event_store.events FOR EACH ROW EXECUTE FUNCTION refuse()`,
    end: 'DROP TRIGGER refuses ON event_store.events',
  })),
];

describe.each(REFUSALS)('an event store whose PostgreSQL $why', ({ begin, end }) => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const append = (): Promise<unknown> =>
    store.append('thing-1', [{ id: randomUUID(), type: 'made', data: {}, metadata: {} }], { expected: 'any' });
  /** Sessions begin anew, and so learn of settings. */
  const endSessions = (): Promise<unknown> =>
    database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);

  it('is unavailable for appends, says so in its health, reads on, and is well once that is over', async () => {
    await append();
    await store.ping();
    await database.query(begin);
    await endSessions();
    // The pool finds out that its session has ended, whatever the answer.
    await store.ping().catch(() => undefined);

    await expect(append()).rejects.toBeInstanceOf(EventStoreUnavailableError);
    await expect(store.ping()).rejects.toBeInstanceOf(EventStoreUnavailableError);
    const found: string[] = [];
    for await (const { type } of store.read('thing-1')) found.push(type);
    expect(found).toEqual(['made']);

    await database.query(end);
    await endSessions();
    await until('health', () =>
      store.ping().then(
        () => true,
        () => false,
      ),
    );
    await append();
  });
});
