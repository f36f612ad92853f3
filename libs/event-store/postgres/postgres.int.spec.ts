import pg from 'pg';
import { startTestPostgres } from '../../../test/support/test-postgres.mjs';
import { describeEventStoreContract } from '../contract/event-store.contract.js';
import { PostgresEventStore } from './postgres-event-store.js';

describeEventStoreContract('PostgreSQL', {
  faults: ['drop'],
  start: async () => {
    // A writing transaction of any suite on the same server keeps what is behind it out of sight: not where we have a choice.
    const own = process.env['ASSAY_TEST_POSTGRES_OWNED'] ? await startTestPostgres() : undefined;
    const server = own?.url ?? process.env['TEST_DATABASE_URL'];
    if (!server) throw new Error('TEST_DATABASE_URL is not set');
    const database = `event_store_${crypto.randomUUID().replaceAll('-', '')}`;
    const admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    const url = new URL(server);
    url.pathname = `/${database}`;
    const connect = (): Promise<PostgresEventStore> => PostgresEventStore.connect({ connectionString: url.href });
    const store = await connect();
    return {
      store,
      connect,
      inject: async () => {
        const killed = await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          database,
        ]);
        if (killed.rowCount === 0) throw new Error('no connection to be broken');
      },
      stop: async () => {
        await store.close();
        await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
        await admin.end();
        await own?.stop();
      },
    };
  },
});
