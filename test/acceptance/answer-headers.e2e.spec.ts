import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';

/** Every route of the table is asked for one answer; what they have in common is sent with all of them. */
describe('every answer', () => {
  let assay: RunningWorld;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
  });

  afterAll(() => assay.stop());

  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each<[string, string, string | undefined, number]>([
    ['GET', '/v1/flags', undefined, 200],
    ['GET', '/v1/nothing', undefined, 404],
    ['GET', '/v1/flags/%E0%A4%A', undefined, 400],
    ['GET', '/health/live', undefined, 200],
    ['GET', '/openapi.json', undefined, 200],
    ['POST', '/v1/flags', '{', 400],
    ['POST', '/v1/decide', '{"flag":"nothing","subjectId":"s"}', 200],
    ['POST', '/v1/decide', '{', 400],
    ['POST', '/v1/decide', '[]', 400],
    ['POST', '/ofrep/v1/evaluate/flags', '{"context":{"targetingKey":"s"}}', 200],
    ['POST', '/ofrep/v1/evaluate/flags/nothing', '{"context":{"targetingKey":"s"}}', 404],
    ['POST', '/v1/events', '{"events":[]}', 200],
    ['OPTIONS', '/ofrep/v1/evaluate/flags', undefined, 204],
    ['DELETE', '/v1/session', undefined, 204],
  ])('to %s %s %j, a %s, is data that no page takes for another thing', async (method, path, body, status) => {
    const { product, owner } = assay.world;
    const sender = method === 'GET' || path === '/v1/flags' ? owner : product;
    const answer: Answer = await sender.send(method, path, body, body === undefined ? {} : JSON_TYPE);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it.each(['/v1/stream', '/v1/snapshot/stream'])('of the stream %s has them too', async (path) => {
    const { product, owner } = assay.world;
    const { key } = path === '/v1/stream' ? owner : product;
    const closing = new AbortController();
    const { headers } = await fetch(assay.world.urls.query + path, {
      headers: { authorization: `Bearer ${key}` },
      signal: closing.signal,
    });
    closing.abort();
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
