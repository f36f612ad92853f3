import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmacSha256 } from './hmac.js';

const expected = (key: Uint8Array, message: string | Uint8Array): string =>
  createHmac('sha256', key).update(message).digest('binary');

describe('HMAC-SHA256 out of one-shot hashes', () => {
  it('is what RFC 4231 says', () => {
    const hmac = createHmacSha256(Buffer.from('Jefe'));
    const digest = Buffer.from(hmac('what do ya want for nothing?'), 'binary').toString('hex');
    expect(digest).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('is what createHmac makes, for any key and one message after the other', () => {
    const message = fc.oneof(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.uint8Array({ maxLength: 6_000 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(message, { maxLength: 4 }), (key, messages) => {
        const hmac = createHmacSha256(key);
        for (const each of messages) expect(hmac(each)).toBe(expected(key, each));
      }),
      { seed: 4 },
    );
  });

  it('is the same of a form, whatever stands behind the message', () => {
    const messages = fc.array(fc.uint8Array({ minLength: 90, maxLength: 90 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), messages, (key, all) => {
        const { bytes, digest } = createHmacSha256(key).form(74, 16);
        for (const each of all) {
          bytes.set(each);
          expect(digest()).toBe(expected(key, each.subarray(0, 74)));
        }
      }),
      { seed: 5 },
    );
  });

  it.each([63, 64, 65, 1_365, 1_366, 4_096, 4_097])('holds at the edges: %d bytes', (length) => {
    const key = new Uint8Array(length).fill(7);
    for (const message of ['é'.repeat(length), new Uint8Array(length).fill(9)])
      expect(createHmacSha256(key)(message)).toBe(expected(key, message));
  });
});
