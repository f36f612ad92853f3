import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment, telemetry, type World } from '../support/world.js';

const ONE = '/ofrep/v1/evaluate/flags/';
const ALL = '/ofrep/v1/evaluate/flags';

describe('OpenFeature remote evaluation', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  async function newFlag(type: string, value: unknown): Promise<string> {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type, default: value }));
    return key;
  }

  const evaluate = (key: string, context: unknown = {}) => world.product.post(`${ONE}${key}`, { context });

  /** A request as a page in a browser would send it. */
  const raw = (path: string, init: RequestInit) => fetch(`${assay.app.url}${path}`, init);

  it.each([
    ['boolean', true],
    ['string', 'on'],
    ['number', 0.5],
    ['json', { a: [1, null] }],
  ])('answers a %s flag that nothing decides with its default', async (type, value) => {
    const key = await newFlag(type, value);
    const { body, headers } = await expectStatus(200, evaluate(key));
    expect(body).toEqual({
      key,
      reason: 'STATIC',
      value,
      variant: 'default',
      metadata: { assayReason: 'default' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('sends a disabled flag with its default', async () => {
    const key = await newFlag('string', 'on');
    await expectStatus(200, world.owner.post(`/v1/flags/${key}/disable`));
    expect((await expectStatus(200, evaluate(key))).body).toMatchObject({ reason: 'DISABLED', value: 'on' });
  });

  it('assigns by the targeting key, and the decision id of its metadata is good for telemetry', async () => {
    const { flag, id } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const decided = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'sue' }))).body;
    const { body } = await expectStatus(200, evaluate(flag, { targetingKey: 'sue', plan: 'free' }));
    expect(body).toMatchObject({ reason: 'SPLIT', value: decided.value, variant: decided.variant });
    expect(body.metadata).toMatchObject({ assayReason: 'experiment_assigned', phase: 1 });
    const events = [telemetry(world.exposure, { decisionId: body.metadata.decisionId }, 'sue')];
    expect((await expectStatus(200, world.product.post('/v1/events', { events }))).body.accepted).toBe(1);
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/pause`));
    const paused = (await expectStatus(200, evaluate(flag, { targetingKey: 'sue' }))).body;
    expect(paused).toMatchObject({ reason: 'DEFAULT', value: 'old', metadata: { assayReason: 'experiment_paused' } });
  });

  it('wants a targeting key only where the flag buckets its subjects', async () => {
    const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const missing = await expectStatus(400, evaluate(flag, { plan: 'free' }));
    expect(missing.body).toEqual({
      key: flag,
      errorCode: 'TARGETING_KEY_MISSING',
      errorDetails: expect.any(String),
    });
    const all = await expectStatus(200, world.product.post(ALL, { context: {} }));
    expect(all.body.flags).toContainEqual(expect.objectContaining({ key: flag, errorCode: 'TARGETING_KEY_MISSING' }));
    expect(all.body.flags.length).toBeGreaterThan(1);
  });

  it.each([
    ['an unknown flag', ONE + 'nobody_knows_it', '{}', 404, { key: 'nobody_knows_it', errorCode: 'FLAG_NOT_FOUND' }],
    ['a base address with a slash', `/${ONE}nobody`, '{}', 404, { key: 'nobody', errorCode: 'FLAG_NOT_FOUND' }],
    ['a key that needs decoding', ONE + 'a%20b', '{}', 404, { key: 'a b', errorCode: 'FLAG_NOT_FOUND' }],
    ['a key that cannot be decoded', ONE + '100%', '{}', 400, { key: '100%', errorCode: 'GENERAL' }],
    ['a key of two segments', ONE + 'a/b', '{}', 404, { key: 'a/b', errorCode: 'FLAG_NOT_FOUND' }],
    ['a key without end', ONE + 'x'.repeat(300), '{}', 404, { key: 'x'.repeat(300), errorCode: 'FLAG_NOT_FOUND' }],
    ['no JSON', ONE + 'f', '{', 400, { key: 'f', errorCode: 'PARSE_ERROR' }],
    ['no JSON for all', ALL, '{', 400, { errorCode: 'PARSE_ERROR' }],
    ['a list as body', ONE + 'f', '[]', 400, { key: 'f', errorCode: 'INVALID_CONTEXT' }],
    ['a context that is none', ONE + 'f', '{"context":7}', 400, { key: 'f', errorCode: 'INVALID_CONTEXT' }],
    ['a context that is a list', ALL, '{"context":[]}', 400, { errorCode: 'INVALID_CONTEXT' }],
    ['a numeric targeting key', ALL, '{"context":{"targetingKey":7}}', 400, { errorCode: 'INVALID_CONTEXT' }],
    [
      'a targeting key without end',
      ALL,
      JSON.stringify({ context: { targetingKey: 'x'.repeat(1_001) } }),
      400,
      { errorCode: 'INVALID_CONTEXT' },
    ],
  ])('refuses %s in the protocol’s form', async (_, path, body, status, error) => {
    // With a query string the same request takes the slow road.
    for (const query of ['', '?flagConfigEtag=1']) {
      const answer = await raw(path + query, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.product.key}`, 'content-type': 'application/json' },
        body,
      });
      expect([answer.status, await answer.json()]).toEqual([status, { ...error, errorDetails: expect.any(String) }]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it.each([
    ['no key', {}, 401],
    ['a wrong key', { 'x-api-key': 'assay_wrong' }, 401],
    ['a key of another scope', { 'x-api-key': 'OWNER' }, 403],
    ['a key as X-API-Key', { 'x-api-key': 'PRODUCT' }, 200],
  ])('with %s answers as keys are meant', async (_, given, status) => {
    const keys = { OWNER: world.owner.key, PRODUCT: world.product.key };
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, keys[value as keyof typeof keys] ?? value]),
    );
    for (const query of ['', '?flagConfigEtag=1']) {
      const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
      const answer = await raw(ALL + query, init);
      expect(answer.status).toBe(status);
      if (status !== 200) expect(await answer.json()).toMatchObject({ errorCode: 'GENERAL' });
    }
  });

  it('answers 304 to who has it all, until the context, the flags or anything else changes', async () => {
    const key = await newFlag('string', 'one');
    const context = { targetingKey: 'sue', plan: 'free' };
    const ask = (body: object, etag = '') => world.product.post(ALL, { context: body }, { 'if-none-match': etag });
    const first = await expectStatus(200, ask(context));
    const etag = first.headers.get('etag') ?? '';
    // Weak: decision ids differ from answer to answer. Compared weakly: proxies make a tag weak, or strong.
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    const again = await expectStatus(304, ask({ plan: 'free', targetingKey: 'sue' }, `"other", ${etag.slice(2)}`));
    expect([again.text, again.headers.get('etag')]).toEqual(['', etag]);
    await expectStatus(200, ask({ ...context, plan: 'paid' }, etag));
    await expectStatus(200, ask({ ...context, targetingKey: 'tom' }, etag));
    await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { default: 'two' }));
    const changed = await expectStatus(200, ask(context, etag));
    expect(changed.body.flags).toContainEqual(expect.objectContaining({ key, value: 'two' }));
    await expectStatus(304, ask(context, changed.headers.get('etag') ?? ''));
  });

  it('lets pages of any origin ask, and read what they need', async () => {
    const preflight = await raw(ONE + 'f', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, authorization, if-none-match',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    for (const name of ['Content-Type', 'Authorization', 'If-None-Match']) {
      expect(preflight.headers.get('access-control-allow-headers')).toContain(name);
    }
    const answer = await world.product.post(ALL, { context: {} });
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  });

  it('opens its stream of changes to the token of a bulk evaluation alone', async () => {
    const { eventStreams } = (await expectStatus(200, world.product.post(ALL, { context: {} }))).body;
    const { requestUri } = eventStreams[0].endpoint;
    expect(eventStreams).toEqual([{ type: 'sse', endpoint: { requestUri: expect.any(String) } }]);
    expect((await raw(requestUri.slice(0, -1), {})).status).toBe(401);
    expect((await raw(requestUri.replace('production', 'staging'), {})).status).toBe(401);
    const abort = new AbortController();
    const stream = await raw(requestUri, { signal: abort.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    abort.abort();
  });
});

describe('a limit of requests', () => {
  it('answers 429 with Retry-After once a key has had its own, on both roads, and leaves others alone', async () => {
    // As few as set-up can do with, so that a machine however slow is above it.
    const assay = await startWorld('postgresql', { ASSAY_RATE_LIMIT: '10' });
    try {
      const { world } = assay;
      for (const path of [ALL, `${ALL}?flagConfigEtag=1`, '/v1/decide', '/v1/decide?x=1']) {
        const key = { name: path, scopes: ['decide'] };
        const { body: made } = await expectStatus(201, world.admin.post('/v1/api-keys', key));
        const client = world.admin.as(made.key);
        const answers = await Promise.all(Array.from({ length: 200 }, () => client.post(path, { flag: 'f' })));
        const refused = answers.filter(({ status }) => status === 429);
        expect(refused.length).toBeGreaterThan(0);
        expect(refused.every(({ headers }) => /^[1-9]\d*$/.test(headers.get('retry-after') ?? ''))).toBe(true);
      }
      await expectStatus(200, world.product.post('/v1/decide', { flag: 'f', subjectId: 's' }));
    } finally {
      await assay.stop();
    }
  });
});
