import { PostgresEventStore } from '../../libs/event-store/postgres/postgres-event-store.js';
import { createDatabase } from './database.js';

/** An event store on a database of its own. */
export interface TestStore {
  readonly store: PostgresEventStore;
  stop(): Promise<void>;
}

export async function startTestStore(): Promise<TestStore> {
  const database = await createDatabase();
  const store = await PostgresEventStore.connect({ connectionString: database.url });
  const stop = async (): Promise<void> => {
    await store.close();
    await database.drop();
  };
  return { store, stop };
}
