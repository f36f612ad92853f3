import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { CHECK_REQUESTED } from '../../libs/measurement/index.js';
import { measurementDefinition } from '../../libs/read-models/index.js';
import { createLogger } from '../../libs/platform/logging/logger.js';
import { ProjectionSupervisor, StatusTable, type Committed } from '../../libs/projections/index.js';
import type { CountingWork, FromCounting, ToCounting } from './counting-messages.js';

const PROGRESS_EVERY_MS = 100;

/** Counts telemetry in this thread, so that counting and HTTP do not delay each other. */
async function count({ databaseUrl, eventStoreUrl, streamPrefix, logLevel, logFormat }: CountingWork): Promise<void> {
  const stopping = new AbortController();
  const requested = { rebuild: -1, replay: -1 };
  parentPort?.on('message', (message: ToCounting) => {
    if (message.kind === 'stop') stopping.abort();
    else Object.assign(requested, { rebuild: message.rebuild, replay: message.replay });
  });
  const logger = createLogger('counting', logLevel, logFormat);
  const store = await openEventStore({ url: eventStoreUrl, streamPrefix, logger });
  const status = new StatusTable(databaseUrl);
  const requests = { rebuildOf: () => requested.rebuild, replayOf: () => requested.replay };
  const reactor = { committed: (committed: Committed) => tell({ kind: 'committed', committed: heeded(committed) }) };
  const supervisor = new ProjectionSupervisor(
    store,
    databaseUrl,
    measurementDefinition,
    status,
    requests,
    logger,
    reactor,
  );
  const progress = setInterval(() => tell({ kind: 'progress', progress: supervisor.progress }), PROGRESS_EVERY_MS);
  try {
    await supervisor.run(stopping.signal);
  } finally {
    clearInterval(progress);
    await status.close();
    await store.close();
    // Nothing else keeps the thread alive.
    parentPort?.close();
  }
}

/** Drops telemetry from the message: it is most of the log, and the monitor does not need it. */
function heeded(committed: Committed): Committed {
  return { ...committed, events: committed.events.filter(({ type }) => type === CHECK_REQUESTED) };
}

function tell(message: FromCounting): void {
  parentPort?.postMessage(message);
}

await count(workerData as CountingWork);
