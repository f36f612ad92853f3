import { startApp, type TestApp } from './apps.js';
import { ADMIN_KEY, startStores, type StoreName, type TestStores } from './stores.js';
import { createWorld, type World } from './world.js';

/** A standalone Assay on fresh stores, with the users, keys and definitions of a world. */
export interface RunningWorld {
  readonly stores: TestStores;
  readonly app: TestApp;
  readonly world: World;
  stop(): Promise<void>;
}

/** Guardrails are judged on request by default; `environment` can change that. */
export async function startWorld(
  store: StoreName,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningWorld> {
  const stores = await startStores(store);
  const app = await startApp('standalone', {
    ...stores.environment,
    ASSAY_GUARDRAILS: 'on_request',
    ...environment,
  });
  const world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
  const stop = async (): Promise<void> => {
    await app.stop();
    await stores.stop();
  };
  return { stores, app, world, stop };
}
