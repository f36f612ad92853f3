import { type StoreName, ADMIN_KEY } from '../support/stores.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { startOwnPostgres, type OwnPostgres } from './own-postgres.js';

/** Both stores of one Assay, each with its own proxy, even if both are the same PostgreSQL. */
export interface ChaosStores {
  readonly postgres: OwnPostgres;
  /** The proxy to the read models. */
  readonly toDatabase: TcpProxy;
  /** The proxy to the event store. */
  readonly toEvents: TcpProxy;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the event store as SIGKILL does, and starts it again with its data. */
  killEventStore(): Promise<void>;
  startEventStore(): Promise<void>;
  stop(): Promise<void>;
}

/** Fresh stores for one test: PostgreSQL and, if events are in EventStoreDB, the wire double. */
export async function startChaosStores(store: StoreName): Promise<ChaosStores> {
  const postgres = await startOwnPostgres();
  const host = '127.0.0.1';
  const toDatabase = await startTcpProxy({ host, port: postgres.port });
  const double = store === 'eventstoredb' ? await startDouble() : undefined;
  const toEvents = await startTcpProxy({ host, port: double?.port ?? postgres.port });
  return {
    postgres,
    toDatabase,
    toEvents,
    environment: {
      DATABASE_URL: postgres.urlAt(toDatabase.port),
      EVENTSTORE_URL: double ? `esdb://${host}:${toEvents.port}?tls=false` : postgres.urlAt(toEvents.port),
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    },
    killEventStore: async () => (double ? double.kill() : postgres.crash()),
    startEventStore: async () => (double ? double.restart() : postgres.startAgain()),
    stop: async () => {
      await toEvents.stop();
      await toDatabase.stop();
      await double?.stop();
      await postgres.stop();
    },
  };
}

async function startDouble() {
  const { startWireDouble } = await import('../support/wire-double/wire-double.js');
  return startWireDouble();
}
