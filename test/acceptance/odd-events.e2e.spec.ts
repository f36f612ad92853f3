import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Answer } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import type { World } from '../support/world.js';

const MOST_BYTES = 512 * 1024;

describe('a batch of events', () => {
  let assay: RunningWorld;
  let world: World;
  let eventType: string;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    ({ world } = assay);
    eventType = `odd_${world.suffix}`;
    await expectStatus(201, world.owner.post('/v1/event-types', { key: eventType, name: 'Odd' }));
  });

  afterAll(() => assay.stop());

  /** An event as text, with these members. */
  const event = (members = ''): string => {
    const common = { eventId: randomUUID(), eventType, subjectId: 's', timestamp: new Date().toISOString() };
    return `${JSON.stringify(common).slice(0, -1)}${members}}`;
  };
  const batch = (...events: readonly string[]): string => `{"events":[${events.join(',')}]}`;
  const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Answer> =>
    world.product.send('POST', '/v1/events', body, headers);

  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it.each([
    ['a NUL character', ',"properties":{"a":"\\u0000"}', 'nul_character'],
    ['a NUL character in a name', ',"properties":{"a\\u0000":1}', 'nul_character'],
    ['a lone surrogate', ',"properties":{"a":{"b":["\\ud800"]}}', 'invalid_unicode'],
    ['a number beyond all doubles', ',"properties":{"a":1e400}', 'number_out_of_range'],
    ['a number as far below', ',"properties":{"a":-1e400}', 'number_out_of_range'],
    ['an integer that a double changes', ',"properties":{"a":[9007199254740993]}', 'number_not_exact'],
    ['33 levels', `,"properties":{"a":${deep(29)}}`, 'too_deep'],
  ])('with %s in its second event takes the others', async (_, members, code) => {
    const { body } = await expectStatus(200, send(batch(event(), event(members), event())));
    expect(body).toMatchObject({ accepted: 2, rejected: 1 });
    expect(body.results).toMatchObject([{ status: 'accepted' }, { status: 'rejected', code }, { status: 'accepted' }]);
  });

  it('says in which of its properties the fault is', async () => {
    const { body } = await expectStatus(200, send(batch(event(',"properties":{"a":{"b":1e999}}'))));
    expect(body.results).toMatchObject([{ message: '/properties/a/b: the number is too large' }]);
  });

  it('shows no id that it cannot show', async () => {
    const { body } = await expectStatus(200, send(batch(event(',"eventId":"a\\u0000"'), event())));
    expect(body.results).toMatchObject([{ eventId: null, code: 'nul_character' }, { status: 'accepted' }]);
  });

  it('takes 32 levels, and properties of any name', async () => {
    const names = ['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty'];
    const named = names.map((name) => event(`,"properties":{"${name}":{"${name}":1}}`));
    const { body } = await expectStatus(200, send(batch(event(`,"properties":{"a":${deep(28)}}`), ...named)));
    expect(body).toMatchObject({ accepted: 6, rejected: 0 });
  });

  it.each([
    ['{"sentAt":"\\u0000","events":[]}', 'nul_character'],
    ['{"events":[],"more":1e400}', 'number_out_of_range'],
    ['{"events":[],"constructor":1}', 'validation_failed'],
    ['{"events":"\\ud800"}', 'invalid_unicode'],
  ])('is refused as a whole for what is in no event: %s', async (body, code) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { code } });
  });

  describe('compressed', () => {
    const packed = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(text));

    it.each(['gzip', 'x-gzip', 'GZIP'])('with %s is taken', async (encoding) => {
      const { body } = await expectStatus(200, send(packed(batch(event(), event())), { 'content-encoding': encoding }));
      expect(body).toMatchObject({ accepted: 2 });
    });

    it('is taken up to the size that a body may have, unpacked', async () => {
      const fitting = batch(event()).padEnd(MOST_BYTES, ' ');
      await expectStatus(200, send(packed(fitting), { 'content-encoding': 'gzip' }));
      const answer = await send(packed(`${fitting} `), { 'content-encoding': 'gzip' });
      expect(answer).toMatchObject({ status: 413, body: { code: 'content_too_large' } });
      const bomb = await send(packed(' '.repeat(200 * 1024 * 1024)), { 'content-encoding': 'gzip' });
      expect(bomb).toMatchObject({ status: 413, body: { code: 'content_too_large' } });
    });

    it.each([
      ['that is plain', batch(), 400, 'malformed_gzip', 'gzip'],
      ['that was cut off', packed(batch()).slice(0, 20), 400, 'malformed_gzip', 'gzip'],
      ['whose checksum is wrong', packed(batch()).fill(0, -8), 400, 'malformed_gzip', 'gzip'],
      ['of what is no JSON', packed('{"events":'), 400, 'malformed_json', 'gzip'],
      ['with brotli', packed(batch()), 415, 'unsupported_encoding', 'br'],
      ['with deflate', packed(batch()), 415, 'unsupported_encoding', 'deflate'],
      ['twice', packed(batch()), 415, 'unsupported_encoding', 'gzip, gzip'],
    ])('%s is refused', async (_, body, status, code, encoding) => {
      const answer = await send(body, { 'content-encoding': encoding });
      expect(answer).toMatchObject({ status, body: { code } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it.each(['/v1/decide', '/v1/flags', '/v1/nothing'])('is not taken by %s', async (path) => {
      const answer = await world.owner.send('POST', path, packed('{}'), { 'content-encoding': 'gzip' });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_encoding' } });
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    });
  });

  describe('from a page of another origin', () => {
    const origin = { origin: 'https://shop.example' };

    it('is announced by a preflight that anybody may send', async () => {
      const asked = { ...origin, 'access-control-request-method': 'POST' };
      const answer = await world.product.as('nobody').send('OPTIONS', '/v1/events', undefined, asked);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
      const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
      expect(allowed).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'content-encoding', 'traceparent']),
      );
    });

    it.each([
      ['taken', 200, (): Promise<Answer> => send(batch(event()), origin)],
      ['malformed', 400, (): Promise<Answer> => send('{', origin)],
      ['no batch', 400, (): Promise<Answer> => send('[]', origin)],
      ['too large', 413, (): Promise<Answer> => send(' '.repeat(MOST_BYTES + 1), origin)],
      ['in another encoding', 415, (): Promise<Answer> => send('{}', { ...origin, 'content-encoding': 'br' })],
      ['without a key', 401, (): Promise<Answer> => world.product.as('nobody').post('/v1/events', {}, origin)],
    ])('can read the answer to what is %s', async (_, status, request) => {
      const answer = await request();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
    });
  });
});
