import 'reflect-metadata';
import { hasAdmin, newSecret, seedAdmin } from '../../libs/access/index.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { CommandRunner } from '../../libs/platform/command-runner.js';
import { readConfig, type Config } from '../../libs/platform/config.js';
import { createHttpApp } from '../../libs/platform/http/http-app.js';
import { newId } from '../../libs/platform/ids.js';
import { createLogger } from '../../libs/platform/logger.js';
import { PlatformModule } from '../../libs/platform/platform.module.js';
import { runApp, type RunningApp } from '../../libs/platform/run-app.js';
import { LiveView } from '../../libs/projections/index.js';
import { serveDashboard } from '../query-api/dashboard.js';
import { generatedKeys } from './generated-keys.js';
import { startLocalPostgres } from './local-postgres.js';
import { StandaloneModule } from './standalone.module.js';

async function start(): Promise<RunningApp> {
  // The folder is its PostgreSQL's; without that nothing starts, so nothing is saved to decide from.
  const given: Config = { ...readConfig(process.env, 3000), snapshotDir: undefined };
  const logger = createLogger('standalone', given.logLevel);
  const postgres = given.databaseUrl === undefined ? await startLocalPostgres(given.dataDir, logger) : undefined;
  const config = await complete(given, given.databaseUrl ?? postgres?.url);
  const url = config.eventStoreUrl ?? config.databaseUrl ?? '';
  const store = await openEventStore({ url, streamPrefix: config.streamPrefix, logger });
  const root = {
    module: class Root {},
    imports: [PlatformModule.forRoot({ config, logger, store }), StandaloneModule],
  };
  const app = await createHttpApp(root, logger, serveDashboard);
  const madeKey = await seed(app.get(CommandRunner), config.adminKey);
  await app.get(LiveView).caughtUp();
  return {
    app,
    logger,
    port: config.port,
    closeAfter: [() => store.close(), () => postgres?.stop() ?? Promise.resolve()],
    announce: (address) => [
      `Assay is ready: the dashboard is at ${address}, API documents at ${address}/docs`,
      ...signInLines(madeKey, config.adminKey !== undefined),
    ],
  };
}

/** What the environment does not say, the data folder remembers. */
async function complete(given: Config, databaseUrl: string | undefined): Promise<Config> {
  if (given.decisionKeys !== undefined && given.subjectKey !== undefined) return { ...given, databaseUrl };
  const keys = await generatedKeys(given.dataDir);
  return {
    ...given,
    databaseUrl,
    decisionKeys: given.decisionKeys ?? keys.decisionKeys,
    subjectKey: given.subjectKey ?? keys.subjectKey,
  };
}

/** Seeds the admin; without a key from the environment the first start makes one and answers it. */
async function seed(runner: CommandRunner, adminKey: string | undefined): Promise<string | undefined> {
  if (adminKey === undefined && (await hasAdmin(runner))) return undefined;
  const secret = adminKey ?? newSecret(newId());
  await seedAdmin(runner, secret, new Date());
  return adminKey === undefined ? secret : undefined;
}

function signInLines(madeKey: string | undefined, isGiven: boolean): string[] {
  if (isGiven) return ['Sign in with the key of ASSAY_ADMIN_KEY, or any other'];
  if (madeKey === undefined) return ['Sign in with an API key, such as the admin key shown at the first start'];
  return ['Sign in with this admin key; it is shown only this once:', '', `  ${madeKey}`, ''];
}

void runApp('standalone', start);
