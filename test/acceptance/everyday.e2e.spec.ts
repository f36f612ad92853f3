import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draftOldAgainstNew } from '../../bench/support/people.js';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { createWorld, startExperiment, type World } from '../support/world.js';

describe.each(STORES)('what is no longer needed on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;

  beforeAll(async () => {
    stores = await startStores(store);
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  const keysOf = async (path: string): Promise<string[]> => {
    const { items } = await bodyOf<{ items: { key: string }[] }>(200, world.owner.get(path));
    return items.map(({ key }) => key);
  };

  describe('a draft', () => {
    it('is deleted by its owner, and its key is free again', async () => {
      const { owner } = world;
      const { id, flag } = await draftOldAgainstNew(world, 'deleted');
      const { body, headers } = await expectStatus(200, owner.delete(`/v1/experiments/${id}`));
      expect(body).toEqual({ id, revision: 1, position: headers.get('assay-position') });
      await expectStatus(404, owner.get(`/v1/experiments/${id}`));
      await expectStatus(404, owner.get(`/v1/experiments/${id}/history`));
      expect(await keysOf('/v1/experiments')).not.toContain('exp_deleted');
      await expectStatus(404, owner.delete(`/v1/experiments/${id}`));

      const again = await draftAgain(flag);
      expect(again).toMatchObject({ id, revision: 2, status: 'draft', name: 'Again' });
      expect(await keysOf('/v1/experiments')).toContain('exp_deleted');
      const { items } = await bodyOf<{ items: { type: string }[] }>(200, owner.get(`/v1/experiments/${id}/history`));
      const drafted = 'experiment_drafted';
      expect(items.map(({ type }) => type)).toEqual([drafted, 'experiment_deleted', drafted]);
    });

    const draftAgain = (flag: string): Promise<object> => {
      const variants = [
        { key: 'control', value: 'old', weight: '50', control: true },
        { key: 'treatment', value: 'new', weight: '50' },
      ];
      return bodyOf(201, world.owner.post('/v1/experiments', { key: 'exp_deleted', name: 'Again', flag, variants }));
    };

    it('is not deleted by somebody else, at another revision, in review or live', async () => {
      const { owner, approver } = world;
      const { id } = await draftOldAgainstNew(world, 'kept');
      const path = `/v1/experiments/${id}`;
      expect((await expectStatus(403, approver.delete(path))).body).toMatchObject({ code: 'not_owner' });
      await expectStatus(412, owner.delete(path, { 'if-match': '"7"' }));
      await expectStatus(200, owner.post(`${path}/submit`, {}));
      expect((await expectStatus(409, owner.delete(path))).body).toMatchObject({ code: 'wrong_state' });
      const { id: running } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
      await expectStatus(409, owner.delete(`/v1/experiments/${running}`));
      expect(await bodyOf(200, owner.get(path))).toMatchObject({ status: 'in_review' });
    });

    it('answers a retry as the first try', async () => {
      const { id } = await draftOldAgainstNew(world, 'retried');
      const headers = { 'idempotency-key': 'delete-exp-retried' };
      const first = await expectStatus(200, world.owner.delete(`/v1/experiments/${id}`, headers));
      expect((await expectStatus(200, world.owner.delete(`/v1/experiments/${id}`, headers))).body).toEqual(first.body);
    });
  });

  describe('a metric', () => {
    it('is archived: no other experiment attaches it, and those that did go on', async () => {
      const { owner, admin, metric } = world;
      const { id } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
      const attached = await draftOldAgainstNew(world, 'attached', { metrics: [metric] });
      const path = `/v1/metrics/${metric}`;
      const archived = await expectStatus(200, owner.post(`${path}/archive`, {}));
      expect(archived.body).toMatchObject({ key: metric, archived: true });
      expect((await expectStatus(200, owner.post(`${path}/archive`, {}))).body).toMatchObject({ archived: true });
      expect(await bodyOf(200, owner.get(path))).toMatchObject({ archived: true });
      expect(await keysOf('/v1/metrics?archived=false')).not.toContain(metric);
      expect(await keysOf('/v1/metrics?archived=true')).toEqual([metric]);

      const other = await draftOldAgainstNew(world, 'other');
      const guardrail = { metric, threshold: '0.5', action: 'notify' };
      const refusals: readonly [string, object, string][] = [
        [`/v1/experiments/${other.id}/metrics`, { metric }, '/metric'],
        [`/v1/experiments/${other.id}/guardrails`, guardrail, '/metric'],
      ];
      for (const [route, body, pointer] of refusals) {
        const { body: problem } = await expectStatus(409, owner.post(route, body));
        expect(problem).toMatchObject({ code: 'metric_archived', errors: [{ pointer }] });
      }
      const edit = owner.patch(`/v1/experiments/${other.id}`, { metrics: [metric] });
      expect((await expectStatus(409, edit)).body).toMatchObject({ code: 'metric_archived' });
      await expectStatus(409, owner.patch(path, { name: 'Renamed' }));
      await expectStatus(409, owner.post(`${path}/versions`, { rule: { event: world.crash }, kind: 'conversion' }));

      await expectStatus(200, owner.patch(`/v1/experiments/${attached.id}`, { metrics: [metric] }));
      await expectStatus(200, owner.post(`/v1/experiments/${attached.id}/guardrails`, guardrail));
      await expectStatus(200, owner.post(`/v1/experiments/${id}/pause`, {}));
      await expectStatus(200, owner.post(`/v1/experiments/${id}/resume`, {}));

      await expectStatus(403, owner.post(`${path}/restore`, {}));
      const restored = await expectStatus(200, admin.post(`${path}/restore`, {}));
      expect(restored.body).toMatchObject({ key: metric, archived: false });
      await expectStatus(200, owner.post(`/v1/experiments/${other.id}/metrics`, { metric }));
    });
  });
});
