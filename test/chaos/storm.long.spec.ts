import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client } from '../support/client.js';
import { Random } from '../support/random.js';
import { ADMIN_KEY, STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import type { World } from '../support/world.js';
import { startChaosStores, type ChaosStores } from './chaos-stores.js';
import { persistentWorld, type Sufferer } from './persistent-client.js';
import { Storm } from './storm.js';
import { expectAllAcknowledged, expectRebuildsToChangeNothing, untilQuiet } from './verify.js';
import { Workload } from './workload.js';

const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 60);
const TIMEOUT_MS = 600_000;

describe.each(STORES)('a minute of dying connections and stores, events in %s', (store) => {
  let stores: ChaosStores;
  let app: TestApp;

  beforeAll(async () => {
    stores = await startChaosStores(store);
    app = await startApp('standalone', stores.environment);
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  }, 60_000);

  it(
    'ends no process, loses and parks nothing, stops no decision, and acts once on each breach',
    async () => {
      process.stdout.write(`CHAOS_SEED=${SEED} CHAOS_SECONDS=${SECONDS}\n`);
      const sufferer: Sufferer = { serving: async () => app, unanswered: 0 };
      const world = await persistentWorld(sufferer, ADMIN_KEY);
      const workload = new Workload(world, new Random(SEED));
      const storm = new Storm(stores, new Random(SEED));
      const working = workload.run();
      await until('an experiment to decide on', () => workload.experiments[0]);
      const deciding = new Decisions(app, world, workload);
      const decided = deciding.run();
      try {
        await Promise.race([storm.blow(SECONDS * 1000), working]);
      } finally {
        workload.stop();
        deciding.stop();
      }
      await Promise.all([working, decided]);

      process.stdout.write(`${JSON.stringify(storm.struck)}, ${sufferer.unanswered} asked again\n`);
      expect(sufferer.unanswered).toBeGreaterThan(0);
      expect(deciding.failed).toEqual([]);
      expect(deciding.count).toBeGreaterThan(SECONDS);
      await untilQuiet(world, workload);
      await expectAllAcknowledged(world, workload);
      await expectRebuildsToChangeNothing(world, workload);
      await until('health', async () => (await world.owner.get('/health/ready')).body.status === 'ready');
    },
    TIMEOUT_MS,
  );
});

/** Decisions one after another, by a client that asks once. */
class Decisions {
  count = 0;
  /** What came instead of an answer. */
  readonly failed: unknown[] = [];
  private stopped = false;
  private readonly product: Client;

  constructor(
    app: TestApp,
    world: World,
    private readonly workload: Workload,
  ) {
    this.product = new Client(app.url, world.product.key);
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      const flag = this.workload.experiments.at(-1)?.flag;
      const answer = await this.product
        .post('/v1/decide', { flag, subjectId: randomUUID() })
        .catch((error: unknown) => ({ status: 0, text: String(error) }));
      this.count += 1;
      if (answer.status !== 200) this.failed.push([answer.status, answer.text]);
      // The load is the workload's.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  stop(): void {
    this.stopped = true;
  }
}
