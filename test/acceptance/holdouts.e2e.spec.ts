import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucketOf, percentageToBuckets } from '../../libs/evaluation/index.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment, type World } from '../support/world.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

describe('holdouts', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  const running = async (): Promise<{ readonly id: string; readonly flag: string }> =>
    startExperiment(world, { threshold: '0.5', action: 'pause' });
  /** A holdout, somebody who is in it and somebody who is not. */
  async function holdout(
    changes: object,
  ): Promise<{ readonly key: string; readonly inside: string; readonly outside: string }> {
    const body = { key: `holdout_${randomUUID()}`, share: '10', ...changes };
    const made = (await expectStatus(201, world.admin.post('/v1/holdouts', body))).body;
    const { key } = made;
    // Who decides knows the salt, nobody else.
    expect(made).not.toHaveProperty('salt');
    const { holdouts } = (await expectStatus(200, world.product.get('/v1/snapshot'))).body.snapshot;
    const { salt } = holdouts.find((each: { key: string }) => each.key === key);
    const subjects = Array.from({ length: 1_000 }, (_, index) => `user-${index}`);
    const isIn = (subject: string): boolean => bucketOf(salt, 'holdout', subject) < percentageToBuckets('10');
    const [inside = '', outside = ''] = [subjects.find(isIn), subjects.find((subject) => !isIn(subject))];
    return { key, inside, outside };
  }
  const reasonOf = async (flag: string, subjectId: string): Promise<unknown> =>
    (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId }))).body.reason;

  it('keep their share out of the experiments of their flags, until they are ended', async () => {
    const [covered, other] = [await running(), await running()];
    const { key, inside, outside } = await holdout({ flags: [covered.flag] });
    expect(await reasonOf(covered.flag, inside)).toBe('holdout');
    expect(await reasonOf(covered.flag, outside)).toBe('experiment_assigned');
    expect(await reasonOf(other.flag, inside)).toBe('experiment_assigned');

    const ended = await expectStatus(200, world.admin.post(`/v1/holdouts/${key}/end`));
    expect(ended.body).toMatchObject({ id: key, revision: 1, endAt: expect.any(String) });
    expect(await reasonOf(covered.flag, inside)).toBe('experiment_assigned');
  });

  it('keep them from the pins of experiments that started after them, too', async () => {
    const before = await running();
    const { key, inside, outside } = await holdout({ endAt: daysFromNow(30) });
    const after = await running();
    for (const { id } of [before, after]) {
      const outcome = { outcome: 'rollout', winner: 'treatment' };
      await expectStatus(200, world.owner.post(`/v1/experiments/${id}/complete`, outcome));
    }
    expect(await reasonOf(after.flag, inside)).toBe('default');
    expect(await reasonOf(after.flag, outside)).toBe('rolled_out');
    expect(await reasonOf(before.flag, inside)).toBe('rolled_out');
    await expectStatus(200, world.admin.post(`/v1/holdouts/${key}/end`));
    expect(await reasonOf(after.flag, inside)).toBe('rolled_out');
  });

  it('begin when they are told to, and change nothing but their end', async () => {
    const { flag } = await running();
    const terms = { flags: [flag], startAt: daysFromNow(1), endAt: daysFromNow(2) };
    const { key, inside } = await holdout(terms);
    expect(await reasonOf(flag, inside)).toBe('experiment_assigned');
    const path = `/v1/holdouts/${key}`;
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const first = await expectStatus(200, world.admin.patch(path, { endAt: null }, headers));
    expect(first.body).toMatchObject({ ...terms, endAt: null, revision: 1 });
    await expectStatus(200, world.admin.patch(path, { endAt: daysFromNow(3) }));
    expect((await world.admin.patch(path, { endAt: null }, headers)).body).toEqual(first.body);
    expect(await world.admin.patch(path, { endAt: null, share: '1' })).toMatchObject({ status: 400 });
  });

  it('are listed in their environment, and made by admins', async () => {
    const { key } = await holdout({ flags: [(await running()).flag] });
    const listed = async (query: string): Promise<string[]> =>
      (await expectStatus(200, world.owner.get(`/v1/holdouts?limit=200${query}`))).body.items.map(
        (item: { readonly key: string }) => item.key,
      );
    expect(await listed('')).toContain(key);
    expect(await listed('&environment=staging')).toEqual([]);
    const shown = await expectStatus(200, world.owner.get(`/v1/holdouts/${key}`));
    expect(shown.body).toMatchObject({ key, environment: 'production', share: '10', revision: 0 });
    expect(await world.owner.get(`/v1/holdouts/${key}?environment=staging`)).toMatchObject({ status: 404 });
    const refused = await world.approver.post('/v1/holdouts', { key: 'mine', share: '1' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'role_too_low' } });
  });
});
