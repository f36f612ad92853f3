import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { ADMIN_KEY, STORES } from '../support/stores.js';
import type { Moment } from '../support/tcp-proxy.js';
import { createWorld, type World } from '../support/world.js';
import { startChaosStores, type ChaosStores } from './chaos-stores.js';
import { expectOneRollback, startHarmful, STEPS, untilReady } from './rollback.js';

const MOMENTS: readonly Moment[] = ['request', 'answer'];
const AWAY_MS = 2_000;
const FROZEN_MS = 6_000;
const TIMEOUT_MS = 180_000;

const FAULTS = ['its connection cut', 'the store killed', 'the store frozen', 'the process killed'] as const;
type Fault = (typeof FAULTS)[number];

const CASES = STEPS.flatMap(
  ([step, text]) => MOMENTS.flatMap((moment) => FAULTS.map((fault) => ({ step, text, moment, fault }))),
  // A frozen store answers neither before nor after: once is enough.
).filter(({ fault, moment }) => fault !== 'the store frozen' || moment === 'request');

describe.each(STORES)('a rollback on %s comes, once', (store) => {
  let stores: ChaosStores;
  let app: TestApp;
  let world: World;

  beforeAll(async () => {
    stores = await startChaosStores(store);
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  }, 60_000);

  /** Strikes at once, and answers when it is over. */
  async function strike(fault: Fault): Promise<void> {
    switch (fault) {
      case 'its connection cut':
        stores.toEvents.cut();
        break;
      case 'the store killed':
        stores.toEvents.cut();
        await stores.killEventStore();
        await pause(AWAY_MS);
        await stores.startEventStore();
        break;
      case 'the store frozen':
        stores.toEvents.stall(true);
        await pause(FROZEN_MS);
        stores.toEvents.stall(false);
        break;
      case 'the process killed':
        stores.toEvents.cut();
        await app.kill();
        app = await startApp('standalone', { ...stores.environment, PORT: new URL(app.url).port });
        break;
    }
  }

  it.each(CASES)(
    'with $fault at the $moment of $step',
    async ({ text, moment, fault }) => {
      const { id, harm } = await startHarmful(world);
      const { pid } = app;
      const struck = new Promise<void>((resolve, reject) => {
        stores.toEvents.at(text, moment, () => void strike(fault).then(resolve, reject));
      });
      await harm();
      await struck;

      await expectOneRollback(world, id);
      if (fault !== 'the process killed') expect(app.pid).toBe(pid);
      await untilReady(world);
    },
    TIMEOUT_MS,
  );
});

/** The fault's own length: there is nothing else to wait for. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
