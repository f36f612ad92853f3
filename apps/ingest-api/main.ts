import 'reflect-metadata';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { readConfig, required } from '../../libs/platform/config.js';
import { createHttpApp } from '../../libs/platform/http/http-app.js';
import { createLogger } from '../../libs/platform/logger.js';
import { PlatformModule } from '../../libs/platform/module.js';
import { runApp, type RunningApp } from '../../libs/platform/run-app.js';
import { IngestApiModule } from './ingest-api.module.js';

async function start(): Promise<RunningApp> {
  const config = required(readConfig(process.env, 3002), {
    databaseUrl: 'DATABASE_URL',
    subjectKey: 'ASSAY_SUBJECT_KEY',
    decisionKeys: 'ASSAY_DECISION_KEYS',
  });
  const logger = createLogger('ingest-api', config.logLevel);
  const url = config.eventStoreUrl ?? config.databaseUrl;
  const store = await openEventStore({ url, streamPrefix: config.streamPrefix, logger });
  const root = { module: class Root {}, imports: [PlatformModule.forRoot({ config, logger, store }), IngestApiModule] };
  const app = await createHttpApp(root, logger);
  return {
    app,
    logger,
    port: config.port,
    closeAfter: [() => store.close()],
    announce: (url) => [`Assay ingest-api listens at ${url}`],
  };
}

void runApp('ingest-api', start);
