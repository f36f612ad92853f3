import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';

describe.each(STORES)('schedules on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;

  const start = (): Promise<TestApp> =>
    startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });

  beforeAll(async () => {
    stores = await startStores(store);
    app = await start();
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  /** The app listens elsewhere after a restart. */
  const at = (client: World['owner']) => client.at(app.url);

  const newFlag = async (): Promise<string> => {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, at(world.owner).post('/v1/flags', { key, type: 'string', default: 'old' }));
    return key;
  };

  /** Milliseconds from now, as a schedule has it. */
  const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

  async function approved(flag: string, schedule: object): Promise<string> {
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'Scheduled', flag, variants, schedule };
    const { id } = (await expectStatus(201, at(world.owner).post('/v1/experiments', body))).body;
    await expectStatus(200, at(world.owner).post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, at(world.approver).post(`/v1/experiments/${id}/approve`));
    return id;
  }

  const experiment = async (id: string): Promise<{ status: string; schedule: unknown }> =>
    (await expectStatus(200, at(world.owner).get(`/v1/experiments/${id}`))).body;
  const historyOf = async (id: string): Promise<{ type: string; by: object }[]> =>
    (await expectStatus(200, at(world.owner).get(`/v1/experiments/${id}/history`))).body.items;
  const becomes = (id: string, status: string) =>
    until(`the experiment to be ${status}`, async () => (await experiment(id)).status === status);

  it('start what is approved and pause what runs, once each, across a restart', async () => {
    const [first, waiting] = [await newFlag(), await newFlag()];
    const passed = soon(8_000);
    const id = await approved(first, { startAt: soon(1_500), stopAt: passed });
    const later = await approved(waiting, { startAt: passed });
    await becomes(id, 'running');
    expect((await experiment(later)).status).toBe('approved');

    // Both times pass while nobody is there.
    await app.kill();
    await until('the scheduled times to pass', () => new Date().toISOString() > passed);
    app = await start();
    await becomes(id, 'paused');
    await becomes(later, 'running');
    for (const [experimentId, type] of [
      [id, 'experiment_started'],
      [id, 'experiment_paused'],
      [later, 'experiment_started'],
    ] as const) {
      const items = (await historyOf(experimentId)).filter((item) => item.type === type);
      expect(items).toMatchObject([{ by: { kind: 'system', name: 'schedule' } }]);
    }
    const past = await at(world.owner).post(`/v1/experiments/${id}/resume`);
    expect(past).toMatchObject({ status: 409, body: { code: 'past_stop' } });
    await expectStatus(200, at(world.owner).post(`/v1/experiments/${id}/amend`, { schedule: { stopAt: null } }));
    await expectStatus(200, at(world.approver).post(`/v1/experiments/${id}/approve`));
    const resumed = await expectStatus(200, at(world.owner).post(`/v1/experiments/${id}/resume`));
    expect(resumed.body).toMatchObject({ status: 'running', schedule: null });
  });

  it('wait for a flag that another experiment holds', async () => {
    const flag = await newFlag();
    const first = await approved(flag, { startAt: soon(1_000) });
    await becomes(first, 'running');
    const second = await approved(flag, { startAt: soon(1_000) });
    const third = await approved(await newFlag(), { startAt: soon(1_500) });
    // The third is behind the second in line: once it runs the second has been refused.
    await becomes(third, 'running');
    expect((await experiment(second)).status).toBe('approved');
    await expectStatus(200, at(world.owner).post(`/v1/experiments/${first}/complete`, { outcome: 'no_effect' }));
    await becomes(second, 'running');
  });

  it('start nothing that is not approved', async () => {
    const flag = await newFlag();
    const id = await approved(flag, { startAt: soon(3_600_000) });
    await expectStatus(200, at(world.owner).post(`/v1/experiments/${id}/withdraw`));
    await expectStatus(200, at(world.owner).patch(`/v1/experiments/${id}`, { schedule: { startAt: soon(1_000) } }));
    const other = await approved(await newFlag(), { startAt: soon(1_500) });
    await becomes(other, 'running');
    expect((await experiment(id)).status).toBe('draft');
  });
});
