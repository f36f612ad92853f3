import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import type { World } from '../support/world.js';

const variants = { off: 'old', on: 'new', more: 'newest' };

describe.each(STORES)('flags that require others on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  async function newFlag(changes: object = {}): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const body = { key, type: 'string', variants, defaultVariant: 'off', ...changes };
    await expectStatus(201, world.owner.post('/v1/flags', body));
    return key;
  }
  const requires = (key: string, ...wanted: readonly (readonly [flag: string, variant: string])[]) =>
    world.owner.put(
      `/v1/flags/${key}/requires`,
      wanted.map(([flag, variant]) => ({ flag, variant })),
    );
  const shown = (key: string, query = ''): Promise<unknown> => bodyOf(200, world.owner.get(`/v1/flags/${key}${query}`));
  const decided = (flag: string, subjectId = 'sue', attributes = {}): Promise<unknown> =>
    bodyOf(200, world.product.post('/v1/decide', { flag, subjectId, attributes }));
  const serve = (key: string, variant: string, query = '') =>
    expectStatus(200, world.owner.put(`/v1/flags/${key}/rules${query}`, [{ when: {}, serve: variant }]));
  const failed = { value: 'old', variant: 'off', reason: 'prerequisite_failed', decisionId: null, experiment: null };

  it('serve their default while what they require is not served, in each environment apart', async () => {
    const base = await newFlag();
    const top = await newFlag();
    await serve(top, 'more');
    const { body } = await expectStatus(200, requires(top, [base, 'on']));
    expect(body).toMatchObject({ key: top, requires: [{ flag: base, variant: 'on' }], revision: 2 });
    expect(await shown(top)).toMatchObject({ requires: [{ flag: base, variant: 'on' }], revision: 2 });
    expect(await shown(top, '?environment=staging')).toMatchObject({ requires: [{ flag: base, variant: 'on' }] });
    expect(await decided(top)).toMatchObject(failed);

    await serve(base, 'on');
    expect(await decided(top)).toMatchObject({ value: 'newest', reason: 'rule_match' });
    const explain = async (environment: string): Promise<unknown> =>
      bodyOf(200, world.owner.post(`/v1/decide/explain?environment=${environment}`, { flag: top, subjectId: 'sue' }));
    const step = { step: 'prerequisite', flag: base, variant: 'on' };
    expect(await explain('production')).toMatchObject({
      steps: expect.arrayContaining([{ ...step, served: 'on', reason: 'rule_match', holds: true }]),
    });
    expect(await explain('staging')).toMatchObject({
      reason: 'prerequisite_failed',
      steps: expect.arrayContaining([{ ...step, served: 'off', reason: 'default', holds: false }]),
    });

    await expectStatus(200, world.owner.post(`/v1/flags/${base}/disable`));
    expect(await decided(top)).toMatchObject(failed);
    await expectStatus(200, world.owner.post(`/v1/flags/${base}/enable`));
    expect(await decided(top)).toMatchObject({ reason: 'rule_match' });
    await expectStatus(200, requires(top));
    await serve(base, 'off');
    expect(await decided(top)).toMatchObject({ value: 'newest', reason: 'rule_match' });
  });

  it('answer alike one by one, many at once and in bulk, and in the snapshot', async () => {
    const base = await newFlag();
    const top = await newFlag();
    await serve(top, 'more');
    await expectStatus(200, requires(top, [base, 'on']));
    const { decisions } = await bodyOf<{ decisions: unknown[] }>(
      200,
      world.product.post('/v1/decide', { flags: [top, base], subjectId: 'sue', attributes: {} }),
    );
    expect(decisions).toMatchObject([failed, { variant: 'off', reason: 'default' }]);
    const context = { targetingKey: 'sue' };
    const single = await bodyOf(200, world.product.post(`/ofrep/v1/evaluate/flags/${top}`, { context }));
    expect(single).toEqual({
      ...{ key: top, value: 'old', variant: 'off', reason: 'DEFAULT' },
      metadata: { assayReason: 'prerequisite_failed' },
    });
    const { flags } = await bodyOf<{ flags: { key: string }[] }>(
      200,
      world.product.post('/ofrep/v1/evaluate/flags', { context }),
    );
    expect(flags.find(({ key }) => key === top)).toEqual(single);
    const document = await bodyOf<{ format: number; snapshot: { flags: { key: string }[] } }>(
      200,
      world.product.get('/v1/snapshot'),
    );
    expect(document.format).toBe(3);
    expect(document.snapshot.flags.find(({ key }) => key === top)).toMatchObject({
      requires: [{ flag: base, variant: 'on' }],
    });
    expect(document.snapshot.flags.find(({ key }) => key === base)).not.toHaveProperty('requires');
  });

  it('follow the experiment of what they require, without exposing anybody to it', async () => {
    const base = await newFlag();
    const top = await newFlag();
    await serve(top, 'more');
    const arms = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const content = { key: `exp_${randomUUID()}`, name: 'Base', flag: base, variants: arms, exposure: 'on_decide' };
    const { id } = await bodyOf<{ id: string }>(201, world.owner.post('/v1/experiments', content));
    const path = `/v1/experiments/${id}`;
    await expectStatus(200, world.owner.post(`${path}/submit`));
    await expectStatus(200, world.approver.post(`${path}/approve`));
    await expectStatus(200, world.owner.post(`${path}/start`));
    await expectStatus(200, requires(top, [base, 'on']));
    const subjects = Array.from({ length: 40 }, (_, index) => `user-${index}`);
    const reasons = new Set<unknown>();
    for (const subject of subjects) {
      const { reason } = (await decided(top, subject)) as { reason: string };
      const seen = { flag: base, subjectId: subject, attributes: {} };
      const quiet = { 'assay-exposure': 'none' };
      const { variant } = await bodyOf<{ variant: string }>(200, world.product.post('/v1/decide', seen, quiet));
      expect([subject, reason]).toEqual([subject, variant === 'treatment' ? 'rule_match' : 'prerequisite_failed']);
      reasons.add(reason);
    }
    expect(reasons.size).toBe(2);
    const exposed = async (): Promise<number> => {
      const { exposure } = await bodyOf<{ exposure: { subjects: Record<string, string> } }>(
        200,
        world.owner.get(`${path}/results`),
      );
      return Object.values(exposure.subjects).reduce((sum, n) => sum + Number(n), 0);
    };
    // What is asked for itself is an exposure, and the only one.
    await decided(base, 'asked');
    await until('one subject is exposed', async () => (await exposed()) > 0);
    expect(await exposed()).toBe(1);
  });

  it('never stand in a circle, and at most ten stand one above the other', async () => {
    const [a, b, c] = [await newFlag(), await newFlag(), await newFlag()];
    await expectStatus(200, requires(a, [b, 'on']));
    await expectStatus(200, requires(b, [c, 'on']));
    const { body } = await expectStatus(409, requires(c, [a, 'on']));
    expect(body).toMatchObject({ code: 'circular_requirement', detail: expect.stringContaining(`${a} → ${b} → ${c}`) });
    let top = c;
    for (let count = 1; count <= 9; count += 1) {
      const next = await newFlag();
      await expectStatus(200, requires(next, [top, 'on']));
      top = next;
    }
    const above = await newFlag();
    expect((await expectStatus(409, requires(above, [top, 'on']))).body).toMatchObject({ code: 'requirement_chain' });
    expect((await expectStatus(409, requires(c, [above, 'on']))).body).toMatchObject({ code: 'requirement_chain' });
    await expectStatus(200, requires(above, [b, 'on']));
  });

  it('are listed as dependents, and keep what they require from being archived', async () => {
    const base = await newFlag();
    const [one, two] = [await newFlag(), await newFlag()].sort() as [string, string];
    for (const key of [one, two]) await expectStatus(200, requires(key, [base, 'on']));
    const path = `/v1/flags/${base}/dependents`;
    const listed = { variant: 'on', archived: false };
    expect(await bodyOf(200, world.owner.get(path))).toEqual({
      items: [
        { key: one, ...listed },
        { key: two, ...listed },
      ],
      nextCursor: null,
      total: 2,
    });
    const page = await bodyOf<{ nextCursor: string }>(200, world.owner.get(`${path}?limit=1`));
    expect(page).toMatchObject({ items: [{ key: one }], total: 2 });
    expect(await bodyOf(200, world.owner.get(`${path}?limit=1&cursor=${page.nextCursor}`))).toMatchObject({
      items: [{ key: two }],
      nextCursor: null,
    });
    const refused = await expectStatus(409, world.owner.post(`/v1/flags/${base}/archive`));
    expect(refused.body).toMatchObject({ code: 'flag_required', dependents: [one, two] });
    expect(await shown(base)).toMatchObject({ archived: false, revision: 0 });

    await expectStatus(200, world.owner.post(`/v1/flags/${two}/archive`));
    await expectStatus(200, requires(one));
    await expectStatus(200, world.owner.post(`/v1/flags/${base}/archive`));
    expect((await expectStatus(409, requires(one, [base, 'on']))).body).toMatchObject({ code: 'flag_archived' });
    // What was archived with its prerequisite serves its default when it comes back.
    await expectStatus(200, world.admin.post(`/v1/flags/${two}/restore`));
    expect(await decided(two)).toMatchObject(failed);
  });

  it('answer a retry as the first try, and the same again without an event', async () => {
    const base = await newFlag();
    const top = await newFlag();
    const headers = { 'idempotency-key': `requires-${top}` };
    const body = [{ flag: base, variant: 'on' }];
    const path = `/v1/flags/${top}/requires`;
    const first = await expectStatus(200, world.owner.put(path, body, headers));
    await expectStatus(200, requires(top));
    expect((await expectStatus(200, world.owner.put(path, body, headers))).body).toEqual(first.body);
    expect(await shown(top)).toMatchObject({ requires: [], revision: 2 });
    expect((await expectStatus(200, requires(top))).body).toMatchObject({ revision: 2 });
    const { items } = await bodyOf<{ items: { type: string; summary: string }[] }>(
      200,
      world.owner.get(`/v1/flags/${top}/history`),
    );
    expect(items.map(({ type }) => type)).toContain('flag_requires_replaced');
  });

  describe('a variant', () => {
    const remove = (key: string, variant: string, headers = {}) =>
      world.owner.delete(`/v1/flags/${key}/variants/${variant}`, headers);

    it('is removed if nothing uses it, and can be added again with another value', async () => {
      const key = await newFlag();
      const headers = { 'idempotency-key': `remove-${key}` };
      const removed = await expectStatus(200, remove(key, 'more', headers));
      expect(removed.body).toMatchObject({ key, variants: { off: 'old', on: 'new' }, archived: false });
      expect(removed.body).not.toHaveProperty('closing');
      expect((await expectStatus(200, remove(key, 'more', headers))).body).toEqual(removed.body);
      await expectStatus(404, remove(key, 'more'));
      expect(await shown(key)).toMatchObject({ variants: { off: 'old', on: 'new' }, revision: removed.body.revision });
      const rules = await world.owner.put(`/v1/flags/${key}/rules`, [{ when: {}, serve: 'more' }]);
      expect(rules).toMatchObject({ status: 400, body: { code: 'unknown_variant' } });
      await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { variants: { more: 'other' } }));
      await serve(key, 'more');
      expect(await decided(key)).toMatchObject({ value: 'other' });
    });

    it('that was the first default leaves the present one to environments that are added later', async () => {
      const key = await newFlag();
      for (const environment of ['production', 'staging']) {
        await expectStatus(
          200,
          world.owner.patch(`/v1/flags/${key}?environment=${environment}`, { defaultVariant: 'on' }),
        );
      }
      await expectStatus(200, remove(key, 'off'));
      const later = `later${randomUUID().slice(0, 8)}`;
      await expectStatus(201, world.admin.post('/v1/environments', { key: later }));
      const there = await expectStatus(200, world.owner.get(`/v1/flags/${key}?environment=${later}`));
      expect(there.body).toMatchObject({ default: 'new', defaultVariant: 'on' });
    });

    it('stays while anything uses it, and the refusal names all that does', async () => {
      const key = await newFlag();
      const dependent = await newFlag();
      const { owner } = world;
      await serve(key, 'on', '?environment=staging');
      await expectStatus(200, owner.patch(`/v1/flags/${key}`, { defaultVariant: 'on' }));
      await expectStatus(200, requires(dependent, [key, 'on']));
      const override = { flag: key, subject: 'sue', variant: 'on' };
      const { id } = await bodyOf<{ id: string }>(201, owner.post('/v1/overrides', override));
      const arms = [
        { key: 'control', value: 'old', weight: '50', control: true },
        { key: 'treatment', value: 'new', weight: '50' },
      ];
      const content = { key: `exp_${randomUUID()}`, name: 'Draft', flag: key, variants: arms };
      const draft = await bodyOf<{ id: string }>(201, owner.post('/v1/experiments', content));
      const before = await shown(key);
      const refused = await expectStatus(409, remove(key, 'on'));
      expect(refused.body).toMatchObject({
        code: 'variant_in_use',
        users: [
          'the default in production',
          'the rule 1 in staging',
          `the flag ${dependent}`,
          `the experiment ${content.key} in production (draft)`,
          'the override for sue in production',
        ],
      });
      expect(await shown(key)).toEqual(before);

      await expectStatus(200, owner.patch(`/v1/flags/${key}`, { defaultVariant: 'off' }));
      await expectStatus(200, owner.put(`/v1/flags/${key}/rules?environment=staging`, []));
      await expectStatus(200, requires(dependent, [key, 'off']));
      await expectStatus(200, owner.delete(`/v1/experiments/${draft.id}`));
      await expectStatus(200, owner.delete(`/v1/overrides/${id}`));
      expect((await expectStatus(200, remove(key, 'on'))).body.variants).toEqual({ off: 'old', more: 'newest' });
    });

    it('stays while a pin serves its value', async () => {
      const key = await newFlag();
      const arms = [
        { key: 'control', value: 'old', weight: '50', control: true },
        { key: 'treatment', value: 'new', weight: '50' },
      ];
      const content = { key: `exp_${randomUUID()}`, name: 'Pinned', flag: key, variants: arms };
      const { id } = await bodyOf<{ id: string }>(201, world.owner.post('/v1/experiments', content));
      const path = `/v1/experiments/${id}`;
      await expectStatus(200, world.owner.post(`${path}/submit`));
      await expectStatus(200, world.approver.post(`${path}/approve`));
      await expectStatus(200, world.owner.post(`${path}/start`));
      const outcome = { outcome: 'rollout', winner: 'treatment' };
      await expectStatus(200, world.owner.post(`${path}/complete`, outcome));
      const users = [`the pin of the experiment ${content.key} in production`];
      expect((await expectStatus(409, remove(key, 'on'))).body).toMatchObject({ users });
      await expectStatus(200, world.owner.post(`/v1/flags/${key}/pins/${id}/lift`));
      await expectStatus(200, remove(key, 'on'));
    });
  });
});
