import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import {
  createWorld,
  decide,
  startExperiment,
  telemetry,
  type RunningExperiment,
  type World,
} from '../support/world.js';

interface Sent {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: readonly { readonly code?: string }[];
}

describe.each(STORES)('telemetry on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let experiment: RunningExperiment;
  let decision: { readonly decisionId: string };
  let product: Client;

  const start = (): Promise<TestApp> =>
    startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
  const send = async (events: readonly object[]): Promise<Sent> =>
    (await expectStatus(200, product.post('/v1/events', { events }))).body as Sent;
  const exposures = (count: number): object[] =>
    Array.from({ length: count }, () => telemetry(world.exposure, decision, 'user_t'));
  const counted = async (): Promise<number> => {
    const { body } = await product.as(world.owner.key).get(`/v1/experiments/${experiment.id}/results`);
    return Number(body.metrics?.[0]?.total.denominator ?? 0);
  };

  beforeAll(async () => {
    stores = await startStores(store);
    app = await start();
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    experiment = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    decision = await decide(world, experiment.flag, 'user_t', experiment.position);
    product = world.product;
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  it('is accepted once however many requests bring it at once', async () => {
    const before = await counted();
    const events = exposures(50);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(events)));
    expect(answers.reduce((sum, answer) => sum + answer.accepted, 0)).toBe(50);
    expect(answers.reduce((sum, answer) => sum + answer.duplicates, 0)).toBe(350);
    await until('the events to be counted', async () => (await counted()) === before + 50);
  });

  it('is read by whoever waits for the position that its answer named', async () => {
    const before = await counted();
    const answer = await expectStatus(200, product.post('/v1/events', { events: exposures(1) }));
    const position = answer.headers.get('assay-position') ?? '';
    const path = `/v1/experiments/${experiment.id}/results`;
    const { body } = await expectStatus(200, product.as(world.owner.key).get(path, { 'assay-min-position': position }));
    expect(Number(body.metrics[0].total.denominator)).toBe(before + 1);
  });

  it('is taken in behind the position that its sender names, or not at all', async () => {
    const sent = { events: exposures(1) };
    const far = { 'assay-min-position': experiment.position.replace(/^[0-9a-f]{9}/, 'fffffffff') };
    expect(await product.post('/v1/events', sent, far)).toMatchObject({
      status: 503,
      body: { code: 'position_not_reached' },
    });
    expect(await product.post('/v1/events', sent, { 'assay-min-position': 'x' })).toMatchObject({
      status: 400,
      body: { code: 'malformed_header' },
    });
    const reached = { 'assay-min-position': experiment.position };
    expect(await product.post('/v1/events', sent, reached)).toMatchObject({ status: 200, body: { accepted: 1 } });
  });

  it('answers 503 with the position it has to whoever waits for one that does not come', async () => {
    const far = experiment.position.replace(/^[0-9a-f]{9}/, 'fffffffff');
    const answer = await world.owner.get(`/v1/experiments/${experiment.id}`, { 'assay-min-position': far });
    expect(answer).toMatchObject({ status: 503, body: { code: 'position_not_reached' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('assay-position')).toMatch(/^[0-9a-f]/);
  });

  it('is a duplicate after a crash and a restart, another payload a conflict', async () => {
    const events = exposures(20);
    expect(await send(events)).toMatchObject({ accepted: 20 });
    await app.kill();
    app = await start();
    product = new Client(app.url, world.product.key);
    expect(await send(events)).toMatchObject({ accepted: 0, duplicates: 20 });
    const other = { ...events[0], properties: { other: true } };
    expect((await send([other])).results).toEqual([expect.objectContaining({ code: 'conflicting_duplicate' })]);
  });

  it('is counted for Prometheus, as decisions are', async () => {
    const { body } = await product.get('/metrics');
    expect(body).toMatch(/assay_telemetry_events_total\{status="duplicate"\} [1-9]/);
    await expectStatus(200, product.post('/v1/decide', { flag: 'nothing', subjectId: 's' }));
    expect((await product.get('/metrics')).body).toMatch(/assay_decisions_total\{reason="flag_not_found"\} [1-9]/);
  });

  it('is the same event whichever decision id of the same subject it names', async () => {
    const again = await expectStatus(200, product.post('/v1/decide', { flag: experiment.flag, subjectId: 'user_t' }));
    const id = randomUUID();
    const event = telemetry(world.exposure, decision, 'user_t', id);
    expect(await send([event])).toMatchObject({ accepted: 1 });
    expect(await send([{ ...event, decisionId: again.body.decisionId }])).toMatchObject({ duplicates: 1 });
  });
});
