import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Answer } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { startExperiment, type World } from '../support/world.js';

describe.each(STORES)('commands on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const keyed = (key: string): Record<string, string> => ({ 'idempotency-key': key });
  const statuses = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.status).sort();

  const draft = async (flag: string): Promise<string> => {
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'Race', flag, variants };
    return (await expectStatus(201, world.owner.post('/v1/experiments', body))).body.id;
  };

  const approved = async (flag: string): Promise<string> => {
    const id = await draft(flag);
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    return id;
  };

  const newFlag = async (): Promise<string> => {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'string', default: 'old' }));
    return key;
  };

  it('answers a repeated request as the first time, with no second event', async () => {
    const flag = { key: `flag_${randomUUID()}`, type: 'string', default: 'x' };
    const key = randomUUID();
    const first = await expectStatus(201, world.owner.post('/v1/flags', flag, keyed(key)));
    await expectStatus(200, world.owner.patch(`/v1/flags/${flag.key}`, { description: 'changed since', default: 'y' }));
    await expectStatus(200, world.owner.post(`/v1/flags/${flag.key}/disable`));

    const second = await expectStatus(201, world.owner.post('/v1/flags', flag, keyed(key)));
    expect(second.body).toEqual(first.body);
    expect(second.body.revision).toBe(0);
    const third = await world.owner.post('/v1/flags', flag);
    expect(third).toMatchObject({ status: 409, body: { code: 'key_taken' } });
  });

  it('answers repeated changes of a flag as the first time, whatever became of the flag since', async () => {
    const path = `/v1/flags/${await newFlag()}`;
    const [both, only, off] = [randomUUID(), randomUUID(), randomUUID()];
    const match = (key: string, revision: number): Record<string, string> => ({
      ...keyed(key),
      'if-match': `"${revision}"`,
    });
    const changes: readonly (() => Promise<Answer>)[] = [
      () => world.owner.patch(path, { default: 'both', description: 'new' }, match(both, 0)),
      () => world.owner.patch(path, { default: 'only' }, match(only, 2)),
      () => world.owner.post(`${path}/disable`, {}, match(off, 3)),
    ];
    const first: Answer[] = [];
    for (const change of changes) first.push(await expectStatus(200, change()));
    expect(first.map(({ body }) => [body.default, body.enabled, body.revision])).toEqual([
      ['both', true, 2],
      ['only', true, 3],
      ['only', false, 4],
    ]);
    await expectStatus(200, world.owner.post(`${path}/enable`));
    await expectStatus(200, world.owner.patch(path, { default: 'newest', description: 'newest' }));
    await expectStatus(200, world.owner.post(`${path}/archive`));

    for (const [index, change] of changes.entries()) {
      const again = await expectStatus(200, change());
      expect(again.body).toEqual(first[index]?.body);
      for (const name of ['etag', 'assay-position'])
        expect(again.headers.get(name)).toBe(first[index]?.headers.get(name));
    }
    const reused = await world.owner.patch(path, { default: 'another' }, keyed(only));
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('refuses an Idempotency-Key with another body', async () => {
    const key = randomUUID();
    await expectStatus(
      201,
      world.owner.post('/v1/flags', { key: `a_${key}`, type: 'string', default: 'x' }, keyed(key)),
    );
    const other = await world.owner.post('/v1/flags', { key: `b_${key}`, type: 'string', default: 'x' }, keyed(key));
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('repeats every step of an experiment without a conflict with its own effect', async () => {
    const id = await approved(await newFlag());
    const start = (): Promise<Answer> =>
      world.owner.post(`/v1/experiments/${id}/start`, {}, keyed(`start ${id}`.replace(' ', '-')));
    const first = await expectStatus(200, start());
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/pause`));
    const second = await expectStatus(200, start());
    expect(second.body).toEqual(first.body);
    expect(second.body.status).toBe('running');
    expect((await world.owner.get(`/v1/experiments/${id}`)).body.status).toBe('paused');
  });

  it('shows a new API key once: the retry says so', async () => {
    const body = { name: 'once', scopes: ['decide'] };
    const key = randomUUID();
    const first = await expectStatus(201, world.admin.post('/v1/api-keys', body, keyed(key)));
    const second = await expectStatus(201, world.admin.post('/v1/api-keys', body, keyed(key)));
    expect(first.body.key).toMatch(/^assay_/);
    expect(second.body).toMatchObject({ id: first.body.id, key: null, note: 'shown only once' });
  });

  it('heeds If-Match', async () => {
    const id = await draft(await newFlag());
    const path = `/v1/experiments/${id}`;
    const changed = await expectStatus(200, world.owner.patch(path, { name: 'One' }, { 'if-match': '"0"' }));
    expect(changed.headers.get('etag')).toBe('"1"');
    const stale = await world.owner.patch(path, { name: 'Two' }, { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'revision_mismatch' } });
    expect((await world.owner.get(path)).body.name).toBe('One');
  });

  it('lets one of two experiments run on a flag, however they race', async () => {
    for (let round = 0; round < 5; round += 1) {
      const flag = await newFlag();
      const ids = [await approved(flag), await approved(flag)];
      const answers = await Promise.all(ids.map((id) => world.owner.post(`/v1/experiments/${id}/start`)));
      expect(statuses(answers)).toEqual([200, 409]);
      const states = await Promise.all(
        ids.map(async (id) => (await world.owner.get(`/v1/experiments/${id}`)).body.status),
      );
      expect(states.sort()).toEqual(['approved', 'running']);
    }
  });

  it('starts an experiment once when it is started four times at once', async () => {
    const id = await approved(await newFlag());
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.owner.post(`/v1/experiments/${id}/start`)));
    expect(statuses(answers)).toEqual([200, 409, 409, 409]);
    const history = (await world.owner.get(`/v1/experiments/${id}/history`)).body.items as { type: string }[];
    expect(history.filter((item) => item.type === 'experiment_started')).toHaveLength(1);
  });

  it('makes one transition of two final approvals at once', async () => {
    const id = await draft(await newFlag());
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    const voters = [world.approver, world.admin];
    const answers = await Promise.all(voters.map((voter) => voter.post(`/v1/experiments/${id}/approve`)));
    expect(statuses(answers)).toEqual([200, 409]);
    const history = (await world.owner.get(`/v1/experiments/${id}/history`)).body.items as { type: string }[];
    expect(history.filter((item) => item.type === 'experiment_approved')).toHaveLength(1);
  });

  it('keeps a flag with a live experiment, and archives it once that has ended', async () => {
    const { id, flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const refused = await world.owner.post(`/v1/flags/${flag}/archive`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'flag_in_use' } });
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/complete`, { outcome: 'no_effect' }));
    const archived = await expectStatus(200, world.owner.post(`/v1/flags/${flag}/archive`));
    expect(archived.body.archived).toBe(true);
  });

  it('pins the winner of a rollout until the default changes', async () => {
    const { id, flag, position } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    await expectStatus(
      200,
      world.owner.post(`/v1/experiments/${id}/complete`, { outcome: 'rollout', winner: 'treatment' }),
    );
    const ask = async (): Promise<unknown> =>
      (
        await expectStatus(
          200,
          world.product.post('/v1/decide', { flag, subjectId: 's' }, { 'assay-min-position': position }),
        )
      ).body;
    expect(await ask()).toMatchObject({ value: 'new', reason: 'rolled_out', variant: 'treatment' });
    expect((await world.owner.get(`/v1/flags/${flag}`)).body.pins).toHaveLength(1);
    await expectStatus(200, world.owner.patch(`/v1/flags/${flag}`, { default: 'newest' }));
    expect(await ask()).toMatchObject({ value: 'newest', reason: 'default' });
    expect((await world.owner.get(`/v1/flags/${flag}`)).body.pins).toEqual([]);
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/disable`));
    expect(await ask()).toMatchObject({ value: 'newest', reason: 'flag_disabled' });
  });
});
