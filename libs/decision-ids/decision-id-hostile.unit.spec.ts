import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDecisionSigner } from './decision-id.js';
import { type DecisionClaims } from './decision-id-layout.js';
import { createSubjectDigest } from './subject-digest.js';

const signer = createDecisionSigner([{ id: 'k1', secret: 'the secret of a key' }]);
const ISSUED_AT = Date.UTC(2026, 0, 15, 12);
const subject = createSubjectDigest('a subject key')('user-1');
const claims: DecisionClaims = {
  environment: 'production',
  experimentId: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
  phase: 3,
  variant: 'treatment',
  subject,
  unit: subject,
  issuedAt: ISSUED_AT,
  counted: true,
  dimensionValues: [],
};
const token = signer.sign(claims);
const malformed = { ok: false, reason: 'malformed' };

describe('as a decision id, hostile input', () => {
  const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const others = [...BASE64URL, ...'+/=. \n\0%é', '\ud83e', '\u{1f989}', ''];

  it.each([
    ['nothing', ''],
    ['one byte', 'AQ'],
    ['another version', `Ag${token.slice(2)}`],
    ['padding', `${token}=`],
    ['a byte too many', Buffer.concat([Buffer.from(token, 'base64url'), Buffer.of(0)]).toString('base64url')],
    ['white space', ` ${token}`],
    ['a token twice', token + token],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('is malformed: %s', (_, text) => {
    expect(signer.verify(text, ISSUED_AT)).toEqual(malformed);
  });

  it('that changes or drops any one character is refused, for every length of the last group', () => {
    for (const variant of ['a', 'ab', 'abc']) {
      const valid = signer.sign({ ...claims, variant });
      expect(signer.verify(valid, ISSUED_AT).ok).toBe(true);
      const changed = Array.from(valid, (character, at) =>
        others.filter((other) => other !== character).map((other) => valid.slice(0, at) + other + valid.slice(at + 1)),
      ).flat();
      expect(changed.filter((text) => signer.verify(text, ISSUED_AT).ok)).toEqual([]);
    }
  });

  it('that is cut off or has something appended is refused', () => {
    for (let length = 0; length < token.length; length++) {
      expect(signer.verify(token.slice(0, length), ISSUED_AT).ok).toBe(false);
      expect(signer.verify(token.slice(length + 1), ISSUED_AT).ok).toBe(false);
    }
    for (const other of others.filter((other) => other !== ''))
      expect(signer.verify(token + other, ISSUED_AT).ok).toBe(false);
  });

  it('that changes one bit is refused, and a flag of no meaning is malformed', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(signer.verify(changed.toString('base64url'), ISSUED_AT).ok).toBe(false);
    }
    const flagsAt = bytes.length - 16 - 16 - 4 - 1;
    bytes.writeUInt8(0b11, flagsAt);
    expect(signer.verify(bytes.toString('base64url'), ISSUED_AT)).toEqual(malformed);
  });

  it('never throws and never passes', () => {
    const header = Buffer.from(token, 'base64url').subarray(0, 4);
    const bytes = fc.uint8Array({ maxLength: 400 });
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...BASE64URL), maxLength: 500 }),
      bytes.map((bytes) => Buffer.from(bytes).toString('base64url')),
      bytes.map((bytes) => Buffer.concat([Buffer.of(1), bytes]).toString('base64url')),
      bytes.map((bytes) => Buffer.concat([header, bytes]).toString('base64url')),
    );
    fc.assert(
      fc.property(hostile, fc.double(), (text, now) => {
        expect(signer.verify(text, now).ok).toBe(false);
      }),
      { seed: 4, numRuns: 3_000 },
    );
  });
});
