import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment, type RunningExperiment, type World } from '../support/world.js';

const PATH = '/v1/participation-limit';
const SUBJECTS = Array.from({ length: 100 }, (_, index) => `user-${index}`);

describe('the participation limit', () => {
  let assay: RunningWorld;
  let world: World;
  let older: RunningExperiment;
  let younger: RunningExperiment;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
    older = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    younger = await startExperiment(world, { threshold: '0.5', action: 'pause' });
  });

  afterAll(() => assay.stop());

  const setLimit = (limit: number | null, headers = {}) => expectStatus(200, world.admin.put(PATH, { limit }, headers));
  const setTraffic = ({ id }: RunningExperiment, traffic: string, confirm?: boolean) =>
    world.owner.post(`/v1/experiments/${id}/traffic`, { traffic, confirm });
  async function reasons({ flag }: RunningExperiment): Promise<string[]> {
    const decided = SUBJECTS.map((subjectId) => world.product.post('/v1/decide', { flag, subjectId }));
    return (await Promise.all(decided)).map(({ body }) => body.reason);
  }
  const count = (all: readonly string[], reason: string): number => all.filter((each) => each === reason).length;

  it('keeps subjects in the oldest experiments, and lets them into younger ones as those give way', async () => {
    expect(new Set(await reasons(younger))).toEqual(new Set(['experiment_assigned']));
    await setLimit(1);
    expect(new Set(await reasons(older))).toEqual(new Set(['experiment_assigned']));
    expect(new Set(await reasons(younger))).toEqual(new Set(['participation_limit']));

    expect((await setTraffic(older, '40')).status).toBe(200);
    const [inOlder, inYounger] = [await reasons(older), await reasons(younger)];
    inOlder.forEach((reason, index) => {
      const other = reason === 'experiment_assigned' ? 'participation_limit' : 'experiment_assigned';
      expect(inYounger[index]).toBe(other);
    });
    expect(count(inYounger, 'experiment_assigned')).toBeGreaterThan(30);
  });

  it('has a raise say how many subjects it takes from younger experiments, and be confirmed', async () => {
    await setLimit(1);
    await setTraffic(older, '40', true);
    const refused = await setTraffic(older, '60');
    expect(refused).toMatchObject({ status: 409, body: { code: 'takes_subjects', share: '20' } });
    expect(await setTraffic(younger, '90')).toMatchObject({ status: 200 });
    expect(await setTraffic(younger, '100')).toMatchObject({ status: 200 });
    expect(await setTraffic(older, '60', true)).toMatchObject({ status: 200, body: { traffic: '60' } });
    expect(await setTraffic(older, '50')).toMatchObject({ status: 200 });
    await setLimit(2);
    expect(await setTraffic(older, '100')).toMatchObject({ status: 200 });
    expect(new Set(await reasons(younger))).toEqual(new Set(['experiment_assigned']));
  });

  it('has an amendment confirmed when it is opened, not again by its last vote', async () => {
    await setLimit(1);
    await setTraffic(older, '40', true);
    const amend = (changes: object) => world.owner.post(`/v1/experiments/${older.id}/amend`, changes);
    const refused = await amend({ traffic: '70' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'takes_subjects', share: '30' } });
    expect((await world.owner.get(`/v1/experiments/${older.id}`)).body.amendment).toBeNull();

    const withdraw = () => expectStatus(200, world.owner.post(`/v1/experiments/${older.id}/withdraw`));
    for (const takesNobody of [{ hypothesis: 'h' }, { traffic: '30' }]) {
      await expectStatus(200, amend(takesNobody));
      await withdraw();
    }

    await expectStatus(200, amend({ traffic: '70', confirm: true }));
    const applied = await expectStatus(200, world.approver.post(`/v1/experiments/${older.id}/approve`));
    expect(applied.body).toMatchObject({ traffic: '70', amendment: null });
  });

  it('is of one environment, set by admins, once however often the request is sent', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await setLimit(3, headers);
    expect(first.body).toMatchObject({ id: 'production', environment: 'production', limit: 3 });
    await setLimit(null);
    expect((await setLimit(3, headers)).body).toEqual(first.body);
    expect((await world.owner.get(PATH)).body).toMatchObject({ environment: 'production', limit: null });
    await expectStatus(200, world.admin.put(`${PATH}?environment=staging`, { limit: 2 }));
    expect((await world.owner.get(`${PATH}?environment=staging`)).body).toMatchObject({
      environment: 'staging',
      limit: 2,
    });
    const stale = await world.admin.put(PATH, { limit: 1 }, { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412 });
  });
});
