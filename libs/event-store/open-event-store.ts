import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreMisconfigured, EventStoreUnavailableError } from './errors.js';
import type { EventStore } from './event-store.js';
import type { LogDetails, StoreLogger } from './eventstoredb/options.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';

const START_TIMEOUT_MS = 60_000;

export interface EventStoreLocation {
  /** esdb://, esdb+discover://, kurrentdb://, kurrentdb+discover:// or postgres://. */
  readonly url: string;
  /** EventStoreDB only: prefix of every stream name, so that installations can share a server. */
  readonly streamPrefix: string;
  readonly logger: Pick<StoreLogger, 'warn'> & Partial<StoreLogger>;
  /** Opens the store even if it cannot be reached or rejects the account. Needs a schema made by an earlier process. */
  readonly evenAway?: boolean;
}

/**
 * Opens the adapter for the URL; waits up to a minute for a store that is still starting.
 * @throws EventStoreMisconfigured at once if waiting does not help
 */
export async function openEventStore(location: EventStoreLocation): Promise<EventStore> {
  const { logger, evenAway = false } = location;
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await open(location);
    } catch (error) {
      const misconfigured = error instanceof EventStoreMisconfigured;
      if (!misconfigured && !(error instanceof EventStoreUnavailableError)) throw error;
      if (!evenAway && misconfigured) throw error;
      const store = nameOf(location.url);
      if (!evenAway && performance.now() + pause > deadline)
        throw new EventStoreUnavailableError(`${store} did not answer for a minute; start it, or correct it`, error);
      // One line per attempt: a stack trace would add nothing.
      logger.warn({ reason: reasonOf(error) }, misconfigured ? error.message : `${store} cannot be reached yet`);
      // Throws for an invalid connection string.
      if (evenAway) return adapter(location);
      await sleep(pause);
    }
  }
}

async function open(location: EventStoreLocation): Promise<EventStore> {
  if (isPostgres(location.url)) return openPostgres(location.url);
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return EventStoreDbEventStore.connect(eventStoreDb(location));
}

async function openPostgres(connectionString: string): Promise<EventStore> {
  try {
    return await PostgresEventStore.connect({ connectionString });
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    const refusal = POSTGRES_REFUSALS.get(String(cause?.code).replace(/^28.../, '28'));
    if (refusal === undefined) throw error;
    throw new EventStoreMisconfigured(`the PostgreSQL of EVENTSTORE_URL or DATABASE_URL ${refusal}`, cause);
  }
}

/** Messages by SQLSTATE; '28' stands for its whole class. */
const POSTGRES_REFUSALS = new Map([
  ['28', 'does not accept its user and password; correct them, percent-encoded: @ is %40, : is %3A'],
  ['3D000', 'has no such database; create it, or correct its name'],
]);

/** The adapter, which connects at its first use. */
async function adapter(location: EventStoreLocation): Promise<EventStore> {
  if (isPostgres(location.url)) return PostgresEventStore.open({ connectionString: location.url });
  // Imported on demand: its client takes 10 MiB of memory, which the PostgreSQL store does not need.
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return new EventStoreDbEventStore(eventStoreDb(location));
}

const eventStoreDb = ({ url, streamPrefix, logger }: EventStoreLocation) => ({
  url,
  streamPrefix,
  logger: {
    warn: (details: LogDetails, message: string) => logger.warn(details, message),
    info: (details: LogDetails, message: string) => logger.info?.(details, message),
  },
});

const nameOf = (url: string): string =>
  isPostgres(url) ? 'the PostgreSQL of DATABASE_URL or EVENTSTORE_URL' : 'the EventStoreDB of EVENTSTORE_URL';

function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url);
