import 'reflect-metadata';
import { seedAdmin } from '../../libs/access/index.js';
import { CommandRunner } from '../../libs/platform/command-runner.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { readConfig, required } from '../../libs/platform/config.js';
import { createHttpApp } from '../../libs/platform/http/http-app.js';
import { createLogger } from '../../libs/platform/logger.js';
import { PlatformModule } from '../../libs/platform/module.js';
import { runApp, type RunningApp } from '../../libs/platform/run-app.js';
import { CommandApiModule } from './command-api.module.js';

async function start(): Promise<RunningApp> {
  const config = required(readConfig(process.env, 3001), {
    databaseUrl: 'DATABASE_URL',
    subjectKey: 'ASSAY_SUBJECT_KEY',
  });
  const logger = createLogger('command-api', config.logLevel);
  const url = config.eventStoreUrl ?? config.databaseUrl;
  const store = await openEventStore({ url, streamPrefix: config.streamPrefix, logger });
  const root = {
    module: class Root {},
    imports: [PlatformModule.forRoot({ config, logger, store }), CommandApiModule],
  };
  const app = await createHttpApp(root, logger);
  if (config.adminKey !== undefined) await seedAdmin(app.get(CommandRunner), config.adminKey, new Date());
  return {
    app,
    logger,
    port: config.port,
    closeAfter: [() => store.close()],
    announce: (url) => [`Assay command-api listens at ${url}`],
  };
}

void runApp('command-api', start);
