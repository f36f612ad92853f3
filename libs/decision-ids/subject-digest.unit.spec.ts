import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSubjectDigest } from './subject-digest.js';

describe('a subject digest', () => {
  const digest = createSubjectDigest('a subject key');

  it.each(['user-1', '', 'Zoë', '🦉', 'x'.repeat(10_000)])(
    'is the first 16 bytes of the HMAC, as base64url',
    (subject) => {
      const hex = createHmac('sha256', 'a subject key').update(subject).digest('hex').slice(0, 32);
      expect(digest(subject)).toBe(Buffer.from(hex, 'hex').toString('base64url'));
    },
  );

  it('of RFC 4231, test case 2, is what the RFC says', () => {
    const expected = Buffer.from('5bdcc146bf60754e6a042426089575c7', 'hex').toString('base64url');
    expect(createSubjectDigest('Jefe')('what do ya want for nothing?')).toBe(expected);
  });

  it('is of 22 URL-safe characters', () => {
    expect(digest('user-1')).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('differs by subject, exactly as written, and by key', () => {
    const other = createSubjectDigest('another key');
    const digests = [digest('user-1'), digest('User-1'), digest(' user-1'), other('user-1')];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('needs a key', () => {
    expect(() => createSubjectDigest('')).toThrow(RangeError);
  });
});
