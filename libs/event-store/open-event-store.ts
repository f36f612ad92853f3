import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreUnavailableError } from './errors.js';
import type { EventStore } from './event-store.js';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';

const START_TIMEOUT_MS = 60_000;

export interface EventStoreLocation {
  /** esdb://, esdb+discover:// or postgres://. */
  readonly url: string;
  /** EventStoreDB only: put before every stream's name, so that installations can share a server. */
  readonly streamPrefix: string;
  readonly logger: { warn(details: object, message: string): void };
}

/** Opens the adapter that the URL names; waits up to a minute for a store that is still starting. */
export async function openEventStore({ url, streamPrefix, logger }: EventStoreLocation): Promise<EventStore> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await open(url, streamPrefix, logger);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailableError) || performance.now() + pause > deadline) throw error;
      logger.warn({ err: error }, 'the event store cannot be reached yet');
      await sleep(pause);
    }
  }
}

async function open(url: string, streamPrefix: string, logger: EventStoreLocation['logger']): Promise<EventStore> {
  if (/^postgres(ql)?:/.test(url)) return PostgresEventStore.connect({ connectionString: url });
  const esdbUrl = url.replace(/^kurrentdb/, 'esdb');
  const store = new EventStoreDbEventStore({
    url: esdbUrl,
    streamPrefix,
    logger: { warn: (message, details = {}) => logger.warn(details, message) },
  });
  try {
    await store.ping();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
