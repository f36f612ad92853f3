import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, decide, record, startExperiment, telemetry, type World } from '../support/world.js';

describe.each(STORES)('read models on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let paths: readonly string[];

  const start = (): Promise<TestApp> =>
    startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });

  beforeAll(async () => {
    stores = await startStores(store);
    app = await start();
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    await expectStatus(
      201,
      world.owner.post('/v1/metrics', {
        key: 'crashed_share',
        name: 'Share of subjects with a crash',
        kind: 'conversion',
        direction: 'lower_is_better',
        rule: { event: world.crash },
      }),
    );
    const ids = [await runOne('rollback', '0.9'), await runOne('pause', '0.1')];
    paths = ids.flatMap((id) =>
      ['results', 'results?phase=1', `timeseries?metric=${world.metric}`, 'history', 'triggers', 'phases', ''].map(
        (report) => `/v1/experiments/${id}/${report}`.replace(/\/$/, ''),
      ),
    );
    await expectStatus(200, world.owner.post('/v1/guardrails/check'));
    expect((await world.owner.get(paths.at(-1) ?? '')).body.status).toBe('paused');
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  /** Twelve subjects, exposed twice each; every third one crashes. */
  async function runOne(action: 'pause' | 'rollback', threshold: string): Promise<string> {
    const { id, flag, position } = await startExperiment(world, { threshold, action });
    for (let n = 0; n < 12; n += 1) {
      const subject = `user_${n}`;
      const decision = await decide(world, flag, subject, position);
      const exposures = [1, 2].map(() => telemetry(world.exposure, decision, subject));
      const crashes = n % 3 === 0 ? [telemetry(world.crash, decision, subject)] : [];
      const answer = await expectStatus(200, world.product.post('/v1/events', { events: [...exposures, ...crashes] }));
      expect(answer.body.rejected).toBe(0);
    }
    return id;
  }

  async function reports(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const path of paths) {
      const text = await fetch(app.url + path, { headers: { authorization: `Bearer ${world.owner.key}` } });
      if (text.status !== 200) throw new Error(`${path} answered ${text.status}`);
      found[path] = await text.text();
    }
    return found;
  }

  it('count each event once', async () => {
    const [results] = paths;
    const { body } = await expectStatus(200, world.owner.get(results ?? ''));
    expect(body.exposure.subjects.control + body.exposure.subjects.treatment).toBe(12);
    expect(body.metrics[0].total).toEqual({ subjects: 12, numerator: '4', denominator: '24', value: '0.1666666667' });
    const moments = body.metrics[0].variants.map((variant: { moments: { n: string; syy: string } }) => variant.moments);
    expect(moments.reduce((sum: number, each: { n: string }) => sum + Number(each.n), 0)).toBe(12);
    expect(moments.reduce((sum: number, each: { syy: string }) => sum + Number(each.syy), 0)).toBe(48);
  });

  it('are the same, byte for byte, after a rebuild beside the live ones', async () => {
    const before = await reports();
    for (const projection of ['management', 'measurement', 'notifications']) {
      await expectStatus(202, world.admin.post(`/v1/operations/projections/${projection}/rebuild`));
    }
    await until('all rebuilds', async () => {
      const { body } = await expectStatus(200, world.owner.get('/v1/operations/projections'));
      return body.items.every((item: { rebuild?: { finishedAt: string | null } }) => item.rebuild?.finishedAt);
    });
    expect(await reports()).toEqual(before);
  });

  it('go on counting after the rebuild', async () => {
    const { id, flag, position } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const decision = await decide(world, flag, 'user_later', position);
    await record(world, [telemetry(world.exposure, decision, 'user_later')]);
    await until('the event to be counted', async () => {
      const { body } = await world.owner.get(`/v1/experiments/${id}/results`);
      return body.metrics?.[0]?.total.denominator === '1';
    });
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/complete`, { outcome: 'no_effect' }));
  });

  it('come back byte for byte after every table of theirs was dropped under a running system', async () => {
    const before = await reports();
    await stores.database.query('DROP SCHEMA management CASCADE');
    await stores.database.query('DROP TABLE measurement.moments, measurement.telemetry_ids, measurement.buckets');
    await app.kill();
    app = await start();
    await until('the reports to be the same', async () => {
      const after = await reports().catch(() => undefined);
      return after !== undefined && JSON.stringify(after) === JSON.stringify(before);
    });
  });
});
