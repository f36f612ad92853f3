import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreUnavailableError } from './errors.js';
import type { EventStore } from './event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';

const START_TIMEOUT_MS = 60_000;

export interface EventStoreLocation {
  /** esdb://, esdb+discover:// or postgres://. */
  readonly url: string;
  /** EventStoreDB only: put before every stream's name, so that installations can share a server. */
  readonly streamPrefix: string;
  readonly logger: { warn(details: object, message: string): void };
  /** Opened also where it cannot be reached, once it had been made by an earlier process. */
  readonly evenAway?: boolean;
}

/** Opens the adapter that the URL names; waits up to a minute for a store that is still starting. */
export async function openEventStore(location: EventStoreLocation): Promise<EventStore> {
  const { logger, evenAway = false } = location;
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await open(location);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailableError) || performance.now() + pause > deadline) throw error;
      logger.warn({ err: error }, 'the event store cannot be reached yet');
      if (evenAway) return adapter(location);
      await sleep(pause);
    }
  }
}

async function open(location: EventStoreLocation): Promise<EventStore> {
  if (isPostgres(location.url)) return PostgresEventStore.connect({ connectionString: location.url });
  const store = await adapter(location);
  try {
    await store.ping();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The adapter, connected at its first use. */
async function adapter({ url, streamPrefix, logger }: EventStoreLocation): Promise<EventStore> {
  if (isPostgres(url)) return PostgresEventStore.open({ connectionString: url });
  // Its client takes 10 MiB of memory, for nothing where events are in PostgreSQL.
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return new EventStoreDbEventStore({
    url: url.replace(/^kurrentdb/, 'esdb'),
    streamPrefix,
    logger: { warn: (message, details = {}) => logger.warn(details, message) },
  });
}

const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url);
