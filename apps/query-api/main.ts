import 'reflect-metadata';
import { serveDashboard } from './dashboard.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { readConfig, required } from '../../libs/platform/config.js';
import { createHttpApp } from '../../libs/platform/http/http-app.js';
import { createLogger } from '../../libs/platform/logger.js';
import { PlatformModule } from '../../libs/platform/module.js';
import { runApp, type RunningApp } from '../../libs/platform/run-app.js';
import { QueryApiModule } from './query-api.module.js';

async function start(): Promise<RunningApp> {
  const config = required(readConfig(process.env, 3003), {
    databaseUrl: 'DATABASE_URL',
    subjectKey: 'ASSAY_SUBJECT_KEY',
    decisionKeys: 'ASSAY_DECISION_KEYS',
  });
  const logger = createLogger('query-api', config.logLevel);
  const url = config.eventStoreUrl ?? config.databaseUrl;
  const store = await openEventStore({ url, streamPrefix: config.streamPrefix, logger });
  const root = { module: class Root {}, imports: [PlatformModule.forRoot({ config, logger, store }), QueryApiModule] };
  const app = await createHttpApp(root, logger, serveDashboard);
  return {
    app,
    logger,
    port: config.port,
    closeAfter: [() => store.close()],
    announce: (url) => [`Assay query-api listens at ${url} (dashboard and decisions; API documents at ${url}/docs)`],
  };
}

void runApp('query-api', start);
