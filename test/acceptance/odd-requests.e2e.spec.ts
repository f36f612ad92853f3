import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, createClient } from '../../packages/client/src/index.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import type { World } from '../support/world.js';

describe('what a careless client sends', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    ({ world } = assay);
    await expectStatus(201, world.owner.post('/v1/flags', { key: 'lamp', type: 'boolean', default: false }));
  });

  afterAll(() => assay.stop());

  it.each([
    ['POST', '/v1/flags/lamp/disable?enviroment=staging', '?enviroment'],
    ['PATCH', '/v1/flags/lamp?env=staging', '?env'],
    ['GET', '/v1/flags/lamp?archived=maybe', '?archived'],
    ['GET', '/v1/review-policy?limit=1', '?limit'],
    ['DELETE', '/v1/overrides/5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10?force=1', '?force'],
  ])('names a parameter that the route does not have: %s %s', async (method, path, pointer) => {
    const refused = await expectStatus(400, world.owner.send(method, path, method === 'GET' ? undefined : '{}', {}));
    expect(refused.body).toMatchObject({ code: 'unknown_parameter', errors: [{ pointer }] });
    expect((await world.owner.get('/v1/flags/lamp')).body.enabled).toBe(true);
  });

  const BODIES = [
    ['owner', 'PATCH', '/v1/flags/lamp', { description: 'grün' }],
    ['owner', 'POST', '/v1/decide/explain', { flag: 'lamp', subjectId: 'jürgen' }],
    ['product', 'POST', '/v1/decide', { flag: 'lamp', subjectId: 'jürgen' }],
    ['product', 'POST', '/ofrep/v1/evaluate/flags', { context: { targetingKey: 'jürgen' } }],
    ['product', 'POST', '/ofrep/v1/evaluate/flags/lamp', { context: { targetingKey: 'jürgen' } }],
    ['product', 'POST', '/v1/events', { events: [] }],
    ['product', 'POST', '/v1/subjects/link', { from: 'jürgen', to: 'ada' }],
  ] as const;

  it.each(BODIES)('%s reads no other charset as UTF-8: %s %s', async (as, method, path, body) => {
    const send = (parameters: string) => {
      const type = { 'content-type': `application/json${parameters}` };
      return world[as].send(method, path, JSON.stringify(body), type);
    };
    for (const charset of ['iso-8859-1', 'latin1', '"ISO-8859-1"', 'windows-1252', 'utf-16', 'utf-16le', 'none']) {
      const refused = await send(`; charset=${charset}`);
      const code = path.startsWith('/ofrep') ? { errorCode: expect.any(String) } : { code: 'unsupported_charset' };
      expect([charset, refused]).toMatchObject([charset, { status: 415, body: code }]);
    }
    expect((await send(';v=1;Charset=Latin1')).status).toBe(415);
    for (const same of ['', '; charset=utf-8', '; charset="UTF-8"', ';charset=utf8', '; Charset=US-ASCII', '; v=1'])
      expect([same, (await send(same)).status]).toEqual([same, 200]);
  });

  it('ignores what SDKs add where the key alone names the environment', async () => {
    const body = { flag: 'lamp', subjectId: 'ada' };
    await expectStatus(200, world.product.post('/v1/decide?sdk=web', body));
    await expectStatus(200, world.product.post('/v1/events?sdk=web', { events: [] }));
  });

  it.each(['0x2', '1e1', ' 5', '+5', '5.0', ''])('reads limit=%s as no number', async (limit) => {
    const refused = await expectStatus(400, world.owner.get(`/v1/flags?limit=${encodeURIComponent(limit)}`));
    expect(refused.body.errors[0]).toMatchObject({ pointer: '?limit', code: 'out_of_range' });
  });

  it.each(['false', 'explicit', '0'])('does not take Assay-Exposure: %s for a decision that is seen', async (word) => {
    const body = { flag: 'lamp', subjectId: 'ada' };
    const refused = await expectStatus(400, world.product.post('/v1/decide', body, { 'assay-exposure': word }));
    expect(refused.body.code).toBe('malformed_header');
    await expectStatus(200, world.product.post('/v1/decide', body, { 'assay-exposure': 'None' }));
  });

  it('does not take half a tag for a revision', async () => {
    for (const tag of ['"5', '5"', '"5""'])
      await expectStatus(400, world.owner.patch('/v1/flags/lamp', { description: 'red' }, { 'if-match': tag }));
  });

  it('is told apart by the client: no JSON, too slow, refused in the form of OFREP', async () => {
    const { baseUrl } = world.product;
    const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error);
    const { key } = world.product;
    expect(await failureOf(answered(createClient({ baseUrl, key }).GET('/metrics')))).toMatchObject({
      code: 'unreadable',
      passing: false,
    });
    const never = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
      });
    const slow = createClient({ baseUrl, key, timeoutMs: 1, fetch: never });
    expect(await failureOf(answered(slow.GET('/v1/flags')))).toMatchObject({ code: 'timeout', passing: true });
    const params = { path: { key: 'nothing' } };
    const evaluate = createClient({ baseUrl, key }).POST('/ofrep/v1/evaluate/flags/{key}', { params, body: {} });
    expect(await failureOf(answered(evaluate))).toMatchObject({ status: 404, code: 'FLAG_NOT_FOUND' });
  });
});
