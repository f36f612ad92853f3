import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered } from '../../packages/client/src/index.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { startExperiment, telemetry, type World } from '../support/world.js';

describe('input that is right though it looks odd', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  it('may say null for what it leaves out, in every body', async () => {
    const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const { product, owner, exposure } = world;
    const asked = { flag, subjectId: 's', attributes: null, flags: null };
    const { body: decision } = await expectStatus(200, product.post('/v1/decide', asked));
    expect(decision).toMatchObject({ reason: 'experiment_assigned' });
    const event = { ...telemetry(exposure, decision, 's'), properties: null };
    const sent = await expectStatus(200, product.post('/v1/events', { sentAt: null, events: [event] }));
    expect(sent.body).toMatchObject({ accepted: 1 });
    const ofrep = await product.post(`/ofrep/v1/evaluate/flags/${flag}`, { context: null });
    expect(ofrep).toMatchObject({ status: 400, body: { errorCode: 'TARGETING_KEY_MISSING' } });
    await expectStatus(200, product.post('/ofrep/v1/evaluate/flags', { context: null }));
    const explained = await owner.post('/v1/decide/explain', { flag, subjectId: 's', attributes: null, at: null });
    expect(explained.status).toBe(200);
    const made = {
      key: `null_${world.suffix}`,
      type: 'boolean',
      default: false,
      tags: null,
      rules: null,
      owner: null,
      metadata: null,
    };
    await expectStatus(201, owner.post('/v1/flags', made));
    await expectStatus(
      200,
      owner.patch(`/v1/flags/${made.key}`, { description: null, defaultVariant: null, owner: 'x' }),
    );
    expect((await owner.get(`/v1/flags/${made.key}`)).body).toMatchObject({ default: false, tags: [], owner: 'x' });
    // The types of the client allow it too.
    const body = {
      key: `nulls_${world.suffix}`,
      type: 'boolean',
      default: true,
      tags: null,
      defaultVariant: null,
    } as const;
    await answered(owner.api.POST('/v1/flags', { body }));
    const params = { query: { archived: false, q: body.key } };
    expect(await answered(owner.api.GET('/v1/flags', { params }))).toMatchObject({ total: 1 });
    await answered(owner.api.POST('/v1/flags/{key}/archive', { params: { path: { key: body.key } } }));
    expect(await answered(owner.api.GET('/v1/flags', { params }))).toMatchObject({ total: 0 });
  });

  it('may bring the headers of tracing to a browser preflight', async () => {
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const answer = await world.product.send('OPTIONS', '/ofrep/v1/evaluate/flags', undefined, headers);
    const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
    expect(answer.status).toBe(204);
    expect(allowed).toEqual(expect.arrayContaining(['traceparent', 'tracestate', 'baggage', 'authorization']));
  });

  it.each(['2027-02-30T00:00:00Z', '2027-11-31T00:00:00Z', '2027-01-01T00:00:00'])('is no time: %s', async (time) => {
    const { owner, product, exposure } = world;
    const override = { flag: `null_${world.suffix}`, subjectId: 's', variant: 'on', expiresAt: time };
    const refused = await owner.post('/v1/overrides', override);
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(refused.body.errors).toContainEqual(
      expect.objectContaining({ pointer: '/expiresAt', code: 'invalid_time' }),
    );
    const event = { eventId: time, eventType: exposure, subjectId: 's', timestamp: time };
    const { body } = await expectStatus(200, product.post('/v1/events', { events: [event] }));
    expect(body.results).toMatchObject([{ status: 'rejected', code: 'invalid_event' }]);
  });
});
