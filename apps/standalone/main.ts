import 'reflect-metadata';
import { hasAdmin, newSecret, seedAdmin } from '../../libs/access/index.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import type { Config } from '../../libs/platform/config.js';
import { createHttpApp } from '../../libs/platform/http/http-app.js';
import { newId } from '../../libs/platform/ids.js';
import { EventSourcingModule } from '../../libs/event-sourcing/module.js';
import { openLog } from '../../libs/operations/open-log.js';
import { PlatformModule } from '../../libs/platform/platform.module.js';
import { runApp, type Launch, type RunningApp } from '../../libs/platform/process/run-app.js';
import { LiveView } from '../../libs/projections/index.js';
import { serveDashboard } from '../query-api/dashboard.js';
import { generatedKeys, generatedSealKeys, type GeneratedKeys } from './generated-keys.js';
import { startLocalPostgres } from './local-postgres.js';
import { StandaloneModule } from './standalone.module.js';

async function start({ config: configured, logger, closeLater }: Launch): Promise<RunningApp> {
  // No saved fallback for decisions: standalone does not start without its PostgreSQL anyway.
  const given: Config = { ...configured, snapshotDir: undefined };
  const postgres = given.databaseUrl === undefined ? await startLocalPostgres(given, logger) : undefined;
  if (postgres) closeLater(() => postgres.stop());
  const keys = await keysOf(given);
  const usesFolder = postgres !== undefined || given.decisionKeys === undefined || given.subjectKey === undefined;
  // Where nothing else needs the folder, it may not be writable.
  const sealKeys = given.sealKeys ?? (usesFolder ? await generatedSealKeys(given.dataDir) : undefined);
  const databaseUrl = given.databaseUrl ?? postgres?.url ?? '';
  const config: Config = { ...given, ...keys, sealKeys, databaseUrl };
  const log = await openLog({ ...config, databaseUrl }, logger);
  closeLater(() => log.close());
  const root = {
    module: class Root {},
    imports: [PlatformModule.forRoot({ config, logger }), EventSourcingModule.forRoot(log.store), StandaloneModule],
  };
  const app = await createHttpApp(root, logger, serveDashboard);
  closeLater(() => app.close());
  const signIn = await seed(app.get(CommandRunner), config.adminKey);
  await app.get(LiveView).caughtUp();
  return {
    app,
    announce: (address) => [
      `Assay is ready: the dashboard is at ${address}, API documents at ${address}/docs`,
      ...(postgres?.elsewhere === undefined ? [] : [postgres.elsewhere]),
      ...signIn,
    ],
  };
}

/** The keys of the environment; the data folder saves generated ones for those that are not set. */
async function keysOf({ dataDir, decisionKeys, subjectKey }: Config): Promise<GeneratedKeys> {
  if (decisionKeys !== undefined && subjectKey !== undefined) return { decisionKeys, subjectKey };
  const saved = await generatedKeys(dataDir);
  return { decisionKeys: decisionKeys ?? saved.decisionKeys, subjectKey: subjectKey ?? saved.subjectKey };
}

/** Seeds the admin. @returns how to sign in. A new key is printed at once, so that a later failure does not lose it. */
async function seed(runner: CommandRunner, adminKey: string | undefined): Promise<readonly string[]> {
  if (adminKey !== undefined) {
    await seedAdmin(runner, adminKey, new Date());
    return ['Sign in with the key of ASSAY_ADMIN_KEY, or any other'];
  }
  if (await hasAdmin(runner)) return ['Sign in with an API key, such as the admin key shown at the first start'];
  const secret = newSecret(newId());
  await seedAdmin(runner, secret, new Date());
  process.stdout.write(`The admin key, shown only this once:\n\n  ${secret}\n\n`);
  return ['Sign in with the admin key above'];
}

void runApp({ name: 'standalone', defaultPort: 3000 }, start);
