import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDecisionSigner, DECISION_ID_FUTURE_SLACK_MS, DECISION_ID_LIFETIME_MS } from './decision-id.js';
import { type DecisionClaims } from './decision-id-layout.js';
import { InvalidDecisionKeys } from './decision-keys.js';
import { createSubjectDigest } from './subject-digest.js';

const oldKey = { id: 'k1', secret: 'the secret of the old key' };
const newKey = { id: 'k2', secret: 'the secret of the new key' };
const signer = createDecisionSigner([oldKey]);
const ISSUED_AT = Date.UTC(2026, 0, 15, 12);
const digest = createSubjectDigest('a subject key');
const subject = digest('user-1');
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
const refused = (reason: string) => ({ ok: false, reason });
const verifyAt = (now: number) => signer.verify(token, now);

const key = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => Buffer.byteLength(text) <= 100);
const anyDigest = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const claimsOfTwo: fc.Arbitrary<DecisionClaims> = fc.record({
  environment: key,
  experimentId: fc.uuid(),
  phase: fc.integer({ min: 0, max: 0xffff_ffff }),
  variant: key,
  subject: anyDigest,
  unit: anyDigest,
  issuedAt: fc.integer({ min: 0, max: 0xffff_ffff }).map((seconds) => seconds * 1000),
  counted: fc.boolean(),
  dimensionValues: fc.array(fc.nat(255), { maxLength: 4 }),
});
const anyClaims = fc.oneof(
  claimsOfTwo,
  claimsOfTwo.map((claims) => ({ ...claims, unit: claims.subject })),
);

describe('a decision id', () => {
  it('says what was signed', () => {
    expect(verifyAt(ISSUED_AT)).toEqual({ ok: true, claims });
  });

  it('says what was signed, whatever that was', () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        expect(signer.verify(signer.sign(claims), claims.issuedAt)).toEqual({ ok: true, claims });
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('keeps whole seconds', () => {
    const verified = signer.verify(signer.sign({ ...claims, issuedAt: ISSUED_AT + 999 }), ISSUED_AT);
    expect(verified).toEqual({ ok: true, claims });
  });

  it('is compact, URL-safe and the same each time', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{1,120}$/);
    expect(signer.sign(claims)).toBe(token);
  });

  it('keeps its layout, so that ids handed out before an upgrade stay good', () => {
    expect(token).toBe(
      'AQJrMQpwcm9kdWN0aW9uCXRyZWF0bWVudAGS86RrHH0uj5ChssPU5fYAAAADAWlo1sB0J76pd-b_OVVF4NRtjpmhbDXeslRu1Qyzt8C6RrETUg',
    );
  });

  it('of an experiment that buckets by something else says both, the unit in 22 characters more', () => {
    const ofCompany = { ...claims, unit: digest('company-1') };
    const both = signer.sign(ofCompany);
    expect(signer.verify(both, ISSUED_AT)).toEqual({ ok: true, claims: ofCompany });
    expect(both.length - token.length).toBeLessThanOrEqual(22);
  });

  it.each([
    ['is good at the end of its 30 days', DECISION_ID_LIFETIME_MS, { ok: true, claims }],
    ['has expired after them', DECISION_ID_LIFETIME_MS + 1, refused('expired')],
    ['is good 5 minutes ahead of the clock', -DECISION_ID_FUTURE_SLACK_MS, { ok: true, claims }],
    ['is from the future beyond them', -DECISION_ID_FUTURE_SLACK_MS - 1, refused('from_future')],
  ])('%s', (_, age, expected) => {
    expect(verifyAt(ISSUED_AT + age)).toEqual(expected);
  });

  it('is good for 30 days, with 5 minutes of slack', () => {
    expect([DECISION_ID_LIFETIME_MS, DECISION_ID_FUTURE_SLACK_MS]).toEqual([2_592_000_000, 300_000]);
  });

  it.each([
    ['an experiment id that is no uuid', { experimentId: 'checkout' }],
    ['an upper-case uuid', { experimentId: claims.experimentId.toUpperCase() }],
    ['a raw subject', { subject: 'user-1' }],
    ['a raw unit', { unit: 'company-1' }],
    ['a subject digest with stray bits', { subject: `${subject.slice(0, 21)}B` }],
    ['an empty environment', { environment: '' }],
    ['an environment of 101 bytes', { environment: 'e'.repeat(101) }],
    ['an empty variant', { variant: '' }],
    ['a variant of 102 bytes in 51 characters', { variant: 'ë'.repeat(51) }],
    ['a negative phase', { phase: -1 }],
    ['half a phase', { phase: 1.5 }],
    ['a phase beyond 32 bits', { phase: 2 ** 32 }],
    ['a time that is none', { issuedAt: NaN }],
    ['a time before 1970', { issuedAt: -1 }],
  ])('cannot hold %s', (_, wrong) => {
    expect(() => signer.sign({ ...claims, ...wrong })).toThrow(RangeError);
  });

  it('says the same after more phases and experiments than the signer remembers', () => {
    const many = createDecisionSigner([oldKey]);
    const holds = (each: DecisionClaims): void =>
      expect(many.verify(many.sign(each), ISSUED_AT)).toEqual({ ok: true, claims: each });
    for (let phase = 1; phase <= 500; phase += 1) holds({ ...claims, phase });
    for (let index = 0; index < 12_000; index += 1) {
      const experimentId = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
      if (index % 100 === 0) holds({ ...claims, experimentId });
      else many.sign({ ...claims, experimentId });
    }
    expect(many.sign(claims)).toBe(token);
  });

  it('holds texts of 100 bytes', () => {
    const texts = { environment: 'e'.repeat(100), variant: 'ë'.repeat(50) };
    const longest = { ...claims, ...texts, unit: digest('company-1') };
    const longestKey = createDecisionSigner([{ ...oldKey, id: 'k'.repeat(100) }]);
    expect(longestKey.verify(longestKey.sign(longest), ISSUED_AT)).toEqual({ ok: true, claims: longest });
  });
});

describe('keys', () => {
  it('rotate: the first signs, the older ones still verify', () => {
    const rotated = createDecisionSigner([newKey, oldKey]);
    expect(rotated.verify(token, ISSUED_AT)).toEqual({ ok: true, claims });
    expect(signer.verify(rotated.sign(claims), ISSUED_AT)).toEqual(refused('unknown_key'));
  });

  it('that are gone verify nothing', () => {
    expect(createDecisionSigner([newKey]).verify(token, ISSUED_AT)).toEqual(refused('unknown_key'));
  });

  it('of the same id and another secret do not verify', () => {
    const other = createDecisionSigner([{ ...newKey, id: oldKey.id }]);
    expect(other.verify(token, ISSUED_AT)).toEqual(refused('bad_signature'));
  });

  it.each([[[]], [[oldKey, oldKey]], [[{ id: 'k1', secret: 'short' }]]])('%j are refused', (keys) => {
    expect(() => createDecisionSigner(keys)).toThrow(InvalidDecisionKeys);
  });

  it('may equal the subject key: no digest of a chosen subject passes for a signature', () => {
    const chosen = Buffer.from(token, 'base64url')
      .subarray(0, -16)
      .map((byte) => byte & 0x7f);
    const digest = createSubjectDigest(oldKey.secret)(Buffer.from(chosen).toString());
    const forged = Buffer.concat([chosen, Buffer.from(digest, 'base64url')]);
    expect(signer.verify(forged.toString('base64url'), ISSUED_AT)).toEqual(refused('bad_signature'));
  });
});
