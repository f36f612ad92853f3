import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, telemetry, type World } from '../support/world.js';

describe.each(STORES)('exposure on decision on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let replica: TestApp;
  let world: World;
  let purchases: string;

  beforeAll(async () => {
    stores = await startStores(store);
    app = await startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
    replica = await startApp('query-api', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    purchases = `purchases_${world.suffix}`;
    await expectStatus(
      201,
      world.owner.post('/v1/metrics', {
        key: purchases,
        name: 'Crashes per exposure on decision',
        kind: 'ratio',
        direction: 'lower_is_better',
        rule: { numeratorEvent: world.crash, denominatorEvent: 'assay.exposure' },
      }),
    );
  });

  afterAll(async () => {
    await replica.stop();
    await app.stop();
    await stores.stop();
  });

  async function started(exposure: 'on_decide' | 'explicit'): Promise<{ flag: string; id: string; position: string }> {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'On decision', flag, variants, exposure, metrics: [purchases] };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', body))).body;
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    const { position } = (await expectStatus(200, world.owner.post(`/v1/experiments/${id}/start`))).body;
    return { flag, id, position };
  }

  const exposed = async (id: string): Promise<number> => {
    const { body } = await expectStatus(200, world.owner.get(`/v1/experiments/${id}/results`));
    const counts = Object.values<string>(body.exposure.subjects);
    return counts.reduce((sum, n) => sum + Number(n), 0);
  };
  const exposures = async (id: string): Promise<string> => {
    const { body } = await expectStatus(200, world.owner.get(`/v1/experiments/${id}/results`));
    return body.metrics[0].total.denominator;
  };

  it('counts single decisions on every road, once per subject, and conversions with their ids', async () => {
    const { flag, id, position } = await started('on_decide');
    const second = world.product.at(replica.url);
    const seen = { 'assay-min-position': position };
    let decisionId = '';
    for (let again = 0; again < 3; again += 1) {
      decisionId = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'anna' }))).body
        .decisionId;
      await expectStatus(200, second.post('/v1/decide', { flag, subjectId: 'anna' }, seen));
      await expectStatus(200, second.post('/v1/decide', { flag, subjectId: 'ben' }, seen));
      const context = { targetingKey: 'carla' };
      await expectStatus(200, world.product.post(`/ofrep/v1/evaluate/flags/${flag}`, { context }));
      await expectStatus(200, second.post(`/ofrep/v1/evaluate/flags/${flag}?x=1`, { context }, seen));
    }
    await until('three subjects to be exposed', async () => (await exposed(id)) === 3);
    const events = [telemetry(world.crash, { decisionId }, 'anna')];
    expect((await expectStatus(200, world.product.post('/v1/events', { events }))).body.accepted).toBe(1);
    // Renders and replicas collapse: a subject's decisions of ten minutes are one event; the clock may turn in between.
    expect(['3', '4', '5', '6']).toContain(await exposures(id));
  });

  it('is none for many at once, where nobody looks, and in experiments whose exposure is explicit', async () => {
    const { flag, id, position } = await started('on_decide');
    const explicit = await started('explicit');
    const hidden = { 'assay-exposure': 'none', 'assay-min-position': position };
    await expectStatus(200, world.product.post('/v1/decide', { flags: [flag], subjectId: 'anna' }));
    await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'anna' }, hidden));
    await expectStatus(200, world.product.post('/ofrep/v1/evaluate/flags', { context: { targetingKey: 'anna' } }));
    const single = { context: { targetingKey: 'anna' } };
    await expectStatus(200, world.product.post(`/ofrep/v1/evaluate/flags/${flag}`, single, hidden));
    await expectStatus(200, world.product.post('/v1/decide', { flag: explicit.flag, subjectId: 'anna' }));
    // What is seen is recorded behind all that was not.
    await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'zoe' }));
    await until('the last to be exposed', async () => (await exposed(id)) > 0);
    expect(await exposed(id)).toBe(1);
    expect(await exposed(explicit.id)).toBe(0);
  });

  it('takes a second of the same id for a duplicate, whatever else it says', async () => {
    const { flag, id } = await started('on_decide');
    const hidden = { 'assay-exposure': 'none' };
    const decide = async (): Promise<string> =>
      (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'anna' }, hidden))).body.decisionId;
    const exposure = async (eventId: string, ageMs: number, eventType = 'assay.exposure'): Promise<string> => {
      const timestamp = new Date(Date.now() - ageMs).toISOString();
      const event = { ...telemetry(eventType, { decisionId: await decide() }, 'anna', eventId), timestamp };
      const { results } = (await expectStatus(200, world.product.post('/v1/events', { events: [event] }))).body;
      return results[0].code ?? results[0].status;
    };
    const own = `od:${randomUUID()}`;
    expect(await exposure(own, 0)).toBe('accepted');
    expect(await exposure(own, 30_000)).toBe('duplicate');
    const other = randomUUID();
    expect(await exposure(other, 0)).toBe('accepted');
    expect(await exposure(other, 30_000)).toBe('conflicting_duplicate');
    const anyType = `od:${randomUUID()}`;
    expect(await exposure(anyType, 0, world.exposure)).toBe('accepted');
    expect(await exposure(anyType, 30_000, world.exposure)).toBe('conflicting_duplicate');
    await until('the exposures to be counted', async () => (await exposures(id)) === '2');
  });
});
