import { once } from 'node:events';
import { Agent, createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../logging/logger.js';
import { Problem } from '../problem.js';
import { ServiceMetrics } from '../monitoring/service-metrics.js';
import { FastRoutes, MAX_BODY_BYTES } from './fast-route.js';

const JSON_HEADERS = { 'content-type': 'application/json' };

describe('fast routes', () => {
  const metrics = new ServiceMetrics();
  const routes = new FastRoutes(createLogger('test', 'silent'), metrics);
  let server: Server;

  beforeAll(async () => {
    routes.add({ path: '/v1/echo', name: 'POST /v1/echo', answer: ({ body }) => JSON.stringify(body) });
    routes.add({ path: '/v1/later', name: 'POST /v1/later', answer: async ({ body }) => JSON.stringify(body) });
    routes.add({
      path: '/v1/things/:',
      name: 'POST /v1/things/:key',
      answer: ({ param }) => JSON.stringify({ param }),
    });
    routes.add({
      path: '/v1/headers',
      name: 'POST /v1/headers',
      answer: ({ headers }) => {
        const { authorization, 'x-api-key': key, 'assay-exposure': exposure, 'if-none-match': tags } = headers;
        return JSON.stringify({ authorization, key, exposure, tags });
      },
    });
    routes.add({
      path: '/v1/plain',
      name: 'POST /v1/plain',
      answer: ({ body }) => ({ status: 200, text: JSON.stringify(body) }),
    });
    routes.add({
      path: '/v1/refuses',
      name: 'POST /v1/refuses',
      answer: () => {
        throw new Problem(401, 'unauthenticated', 'no', undefined, { 'www-authenticate': 'Bearer' });
      },
    });
    routes.add({
      path: '/v2/things/:',
      name: 'POST /v2/things/:key',
      headers: { 'x-always': 'there' },
      failure: ({ code }, param) => ({ param, own: code }),
      answer: ({ body }) => {
        if (Object.keys(body as object).length > 0)
          throw new Problem(429, 'too_often', 'no', undefined, { 'retry-after': '1' });
        return { status: 304, text: '', headers: { etag: '"1"' } };
      },
    });
    routes.add({ path: '/v1/breaks', name: 'POST /v1/breaks', answer: () => Promise.reject(new Error('secret')) });
    server = createServer((incoming, response) => {
      if (routes.take(incoming, response)) return;
      response.statusCode = 299;
      incoming.resume().on('end', () => response.end('left'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('answer JSON, at once or later, however many pieces it comes in', async () => {
    expect(await post('/v1/echo', ['{"a":"é"}'])).toMatchObject({ status: 200, text: '{"a":"é"}' });
    expect(await post('/v1/later', ['{"a":1}'])).toMatchObject({ status: 200, text: '{"a":1}' });
    const pieces = ['{"a":"', 'x'.repeat(200_000), '","b":"', 'y'.repeat(200_000), '"}'];
    expect(await post('/v1/echo', pieces)).toMatchObject({ status: 200, text: pieces.join('') });
    const { headers } = await post('/v1/echo', ['{}']);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each([
    [
      { AUTHORIZATION: 'Bearer a', 'X-Api-Key': 'b' },
      { authorization: 'Bearer a', key: 'b' },
    ],
    [{ 'assay-exposure': 'none' }, { exposure: 'none' }],
    [{ 'If-None-Match': ['"1"', '"2"'] }, { tags: '"1", "2"' }],
    [{ Authorization: ['Bearer a', 'Bearer b'] }, { authorization: 'Bearer a' }],
  ])('see %p as Node does', async (headers, seen) => {
    const sent = { ...JSON_HEADERS, 'content-length': 2, ...headers };
    expect(JSON.parse((await send('POST', '/v1/headers', ['{}'], sent)).text)).toEqual(seen);
  });

  it('answer each of many that come at once, in one connection or in several', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 3 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => {
        const body = `{"n":${n}}`;
        const headers = { ...JSON_HEADERS, 'content-length': body.length };
        return send('POST', n % 2 === 0 ? '/v1/echo' : '/v1/plain', [body], headers, agent);
      }),
    );
    agent.destroy();
    expect(answers.map(({ text }) => text)).toEqual(Array.from({ length: 40 }, (_, n) => `{"n":${n}}`));
  });

  it('hand on the last segment of a path', async () => {
    expect((await post('/v1/things/a.b_c-1', ['{}'])).text).toBe('{"param":"a.b_c-1"}');
  });

  it.each([
    ['/v1/echo?x=1', 'POST', JSON_HEADERS, '{}'],
    ['/v1/echo/', 'POST', JSON_HEADERS, '{}'],
    ['/v1/things/', 'POST', JSON_HEADERS, '{}'],
    ['/v1/things/a/b', 'POST', JSON_HEADERS, '{}'],
    ['/v1/things/a%20b', 'POST', JSON_HEADERS, '{}'],
    ['/v1/echo', 'PUT', JSON_HEADERS, '{}'],
    ['/v1/echo', 'POST', { 'content-type': 'text/plain' }, '{}'],
    ['/v1/echo', 'POST', {}, '{}'],
    ['/v1/echo', 'POST', { ...JSON_HEADERS, 'transfer-encoding': 'chunked' }, '{}'],
    ['/v1/echo', 'POST', JSON_HEADERS, ''],
    ['/v1/echo', 'POST', JSON_HEADERS, ' '.repeat(MAX_BODY_BYTES + 1)],
  ])('leave %s by %s with %p to the framework', async (path, method, headers, body) => {
    const length = 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
    expect(await send(method, path, [body], { ...headers, ...length })).toMatchObject({ status: 299, text: 'left' });
  });

  it('refuse as every route does', async () => {
    const malformed = await post('/v1/echo', ['{"a":']);
    expect(malformed.status).toBe(400);
    expect(malformed.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(malformed.text)).toMatchObject({ status: 400, code: 'malformed_json' });
    const refused = await post('/v1/refuses', ['{}']);
    expect(refused).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    const broken = await post('/v1/breaks', ['{}']);
    expect(JSON.parse(broken.text)).toMatchObject({ status: 500, code: 'internal_error' });
    expect(broken.text).not.toContain('secret');
  });

  it('answer and fail in a form of their own', async () => {
    const unchanged = await post('/v2/things/a', ['{}']);
    expect(unchanged).toMatchObject({ status: 304, text: '', headers: { 'x-always': 'there', etag: '"1"' } });
    const refused = await post('/v2/things/a', ['{"b":1}']);
    expect(refused).toMatchObject({ status: 429, headers: { 'x-always': 'there', 'retry-after': '1' } });
    expect(refused.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(refused.text)).toEqual({ param: 'a', own: 'too_often' });
    expect(JSON.parse((await post('/v2/things/a', ['{'])).text)).toEqual({ param: 'a', own: 'malformed_json' });
  });

  it('are measured under their names', async () => {
    expect(await metrics.text()).toContain('method="POST",route="/v1/things/:key",status="200"} 1');
    expect(await metrics.text()).toContain('method="POST",route="/v1/breaks",status="500"} 1');
  });

  function post(path: string, pieces: readonly string[]) {
    const length = Buffer.byteLength(pieces.join(''));
    return send('POST', path, pieces, { ...JSON_HEADERS, 'content-length': length });
  }

  async function send(
    method: string,
    path: string,
    pieces: readonly string[],
    headers: OutgoingHttpHeaders,
    agent?: Agent,
  ) {
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, method, path, headers, ...(agent && { agent }) });
    sent.flushHeaders();
    for (const piece of pieces) await new Promise((written) => sent.write(piece, written));
    sent.end();
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return { status: response.statusCode, headers: response.headers, text };
  }
});
