import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';

describe.each(STORES)('pins on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  /** Runs an experiment on the flag to its end; answers its id. */
  async function completed(flag: string, value: string, outcome: object, query = ''): Promise<string> {
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value, weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'Pinned', flag, variants };
    const { id } = (await expectStatus(201, world.owner.post(`/v1/experiments${query}`, body))).body;
    const path = `/v1/experiments/${id}`;
    await expectStatus(200, world.owner.post(`${path}/submit${query}`));
    await expectStatus(200, world.approver.post(`${path}/approve${query}`));
    await expectStatus(200, world.owner.post(`${path}/start${query}`));
    await expectStatus(200, world.owner.post(`${path}/complete${query}`, outcome));
    return id;
  }

  /** A flag with four completed experiments: rolled out, no effect, rolled back, rolled out. */
  async function pinnedFlag(): Promise<{ flag: string; ids: readonly [string, string, string, string] }> {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const ids = [
      await completed(flag, 'one', { outcome: 'rollout', winner: 'treatment' }),
      await completed(flag, 'two', { outcome: 'no_effect' }),
      await completed(flag, 'three', { outcome: 'rollback' }),
      await completed(flag, 'four', { outcome: 'rollout', winner: 'treatment' }),
    ] as const;
    return { flag, ids };
  }

  const served = async (flag: string): Promise<unknown> => {
    const { value, reason } = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 's' })))
      .body;
    return [value, reason];
  };
  const shown = async (flag: string, query = ''): Promise<string[]> =>
    (await expectStatus(200, world.owner.get(`/v1/flags/${flag}${query}`))).body.pins.map(
      (pin: { experiment: string }) => pin.experiment,
    );

  it('show newest first, and the newest is served', async () => {
    const { flag, ids } = await pinnedFlag();
    const [one, , three, four] = ids;
    expect(await shown(flag)).toEqual([four, three, one]);
    expect(await served(flag)).toEqual(['four', 'rolled_out']);
    expect(await shown(flag, '?environment=staging')).toEqual([]);
  });

  it('are lifted one by one, and what is under them shows', async () => {
    const { flag, ids } = await pinnedFlag();
    const [one, two, three, four] = ids;
    const lifted = await expectStatus(200, world.owner.post(`/v1/flags/${flag}/pins/${four}/lift`));
    expect(lifted.body).toMatchObject({
      default: 'old',
      lifted: [four],
      pins: [{ experiment: three }, { experiment: one }],
    });
    expect(await served(flag)).toEqual(['old', 'rolled_back']);
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/pins/${three}/lift`));
    expect(await served(flag)).toEqual(['one', 'rolled_out']);
    for (const none of [four, two, randomUUID()]) {
      const refused = await world.owner.post(`/v1/flags/${flag}/pins/${none}/lift`);
      expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    const elsewhere = await world.owner.post(`/v1/flags/${flag}/pins/${one}/adopt?environment=staging`);
    expect(elsewhere.status).toBe(404);
  });

  it('are adopted as the default: the pin and the older ones end, the newer stay', async () => {
    const { flag, ids } = await pinnedFlag();
    const [one, , three, four] = ids;
    const key = { 'idempotency-key': randomUUID() };
    const adopt = () => world.owner.post(`/v1/flags/${flag}/pins/${three}/adopt`, {}, key);
    const adopted = await expectStatus(200, adopt());
    expect(adopted.body).toMatchObject({ default: 'old', lifted: [three, one], pins: [{ experiment: four }] });
    expect((await expectStatus(200, adopt())).body).toMatchObject({ lifted: [three, one] });
    expect(await served(flag)).toEqual(['four', 'rolled_out']);
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/pins/${four}/adopt`));
    expect(await served(flag)).toEqual(['four', 'default']);
    expect(await shown(flag)).toEqual([]);
    // The other environment keeps the default that the flag was made with.
    const staging = await expectStatus(200, world.owner.get(`/v1/flags/${flag}?environment=staging`));
    expect(staging.body.default).toBe('old');
  });

  it('all end by another change of the default, which says so', async () => {
    const { flag, ids } = await pinnedFlag();
    const [one, , three, four] = ids;
    const there = await completed(flag, 'there', { outcome: 'rollout', winner: 'treatment' }, '?environment=staging');
    const changed = await expectStatus(200, world.owner.patch(`/v1/flags/${flag}`, { default: 'newest' }));
    expect(changed.body).toMatchObject({ default: 'newest', lifted: [four, three, one] });
    expect(await served(flag)).toEqual(['newest', 'default']);
    expect(await shown(flag)).toEqual([]);
    expect(await shown(flag, '?environment=staging')).toEqual([there]);
    const again = await completed(flag, 'again', { outcome: 'rollout', winner: 'treatment' });
    expect(await shown(flag)).toEqual([again]);
    const described = await expectStatus(200, world.owner.patch(`/v1/flags/${flag}`, { description: 'x' }));
    expect(described.body.lifted).toBeUndefined();
    expect(await served(flag)).toEqual(['again', 'rolled_out']);
  });
});
