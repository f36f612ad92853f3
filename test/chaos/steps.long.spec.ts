import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY, STORES } from '../support/stores.js';
import type { Moment } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';
import { createWorld, decide, record, startExperiment, telemetry, type World } from '../support/world.js';
import { startChaosStores, type ChaosStores } from './chaos-stores.js';

/** What is appended between a breach and its outcome, in order: texts that only that append holds. */
const STEPS = [
  ['the breach', 'guardrail_breached'],
  ['the intent', 'action_intended'],
  ['the command', 'experiment_completed'],
  ['the outcome for the saga', 'action_settled'],
  ['the outcome for readers', 'guardrail_action_settled'],
] as const;

const MOMENTS: readonly Moment[] = ['request', 'answer'];
const AWAY_MS = 2_000;
const FROZEN_MS = 8_000;
const PATIENCE_MS = 60_000;

const FAULTS = ['its connection cut', 'the store killed', 'the store frozen', 'the process killed'] as const;
type Fault = (typeof FAULTS)[number];

const CASES = STEPS.flatMap(
  ([step, text]) => MOMENTS.flatMap((moment) => FAULTS.map((fault) => ({ step, text, moment, fault }))),
  // A frozen store answers neither before nor after: once is enough.
).filter(({ fault, moment }) => fault !== 'the store frozen' || moment === 'request');

interface HistoryItem {
  readonly type: string;
}

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

  /** Does it in the background of the connection that meets it; answers when it is over. */
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
      const { id, flag, position } = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
      const decision = await decide(world, flag, 'someone', position);
      const { pid } = app;
      const struck = new Promise<void>((resolve, reject) => {
        stores.toEvents.at(text, moment, () => void strike(fault).then(resolve, reject));
      });
      const { exposure, crash } = world;
      await record(world, [telemetry(exposure, decision, 'someone'), telemetry(crash, decision, 'someone')]);
      await struck;

      const status = await until(
        'the rollback and its outcome',
        async () => {
          const answer = await world.owner.get(`/v1/experiments/${id}/triggers`).catch(() => undefined);
          return answer?.status === 200 && answer.body.items.length > 0 && answer.body.items[0].outcome !== null
            ? answer.body.items.map(({ outcome }: { outcome: string }) => outcome)
            : false;
        },
        PATIENCE_MS,
      );
      expect(status).toEqual(['acted']);
      const found = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body;
      expect([found.status, found.outcome.kind]).toEqual(['completed', 'rollback']);
      const { items } = await bodyOf<{ items: HistoryItem[] }>(200, world.owner.get(`/v1/experiments/${id}/history`));
      expect(items.map(({ type }) => type).slice(-2)).toEqual(['guardrail_breached', 'experiment_completed']);
      expect((await expectStatus(200, world.owner.get('/v1/operations/parked'))).body.items).toEqual([]);
      if (fault !== 'the process killed') expect(app.pid).toBe(pid);
      await until('health', async () => (await world.owner.get('/health/ready')).body.status === 'ready', PATIENCE_MS);
    },
    PATIENCE_MS * 3,
  );
});

/** The fault's own length: nothing waits for it that could be waited for otherwise. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
