import { randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from './database.js';
import { EVENTSTOREDB, REAL_EVENTSTOREDB } from './event-store-under-test.js';

/** Both stores that a suite of the whole system runs on, by names that tell the server. */
export const STORES = ['postgresql', EVENTSTOREDB] as const;
/** The store for suites that need only one: a real EventStoreDB if there is one. */
export const ANY_STORE: StoreName = REAL_EVENTSTOREDB === undefined ? 'postgresql' : EVENTSTOREDB;
export type StoreName = (typeof STORES)[number] | 'eventstoredb';

/** A database, an event store, and the environment variables that point an app to them. */
export interface TestStores {
  readonly database: TestDatabase;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const ADMIN_KEY = 'test-admin-key-0123456789';

/** Fresh stores. EventStoreDB is the wire double, or the real server of EVENTSTORE_URL under a fresh stream prefix. */
export async function startStores(name: StoreName): Promise<TestStores> {
  const database = await createDatabase();
  const common = {
    DATABASE_URL: database.url,
    ASSAY_ADMIN_KEY: ADMIN_KEY,
    ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
    ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    ASSAY_SEAL_KEY: 'k1:test-seal-secret-0123456789',
  };
  if (name === 'postgresql') return { database, environment: common, stop: () => database.drop() };
  const double = REAL_EVENTSTOREDB === undefined ? await startDouble() : undefined;
  return {
    database,
    environment: {
      ...common,
      EVENTSTORE_URL: double?.url ?? REAL_EVENTSTOREDB ?? '',
      ASSAY_STREAM_PREFIX: `t${randomUUID().slice(0, 8)}.`,
    },
    stop: async () => {
      await double?.stop();
      await database.drop();
    },
  };
}

/** gRPC takes a second to load, so suites without it do not import it. */
async function startDouble(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { startWireDouble } = await import('./wire-double/wire-double.js');
  return startWireDouble();
}
