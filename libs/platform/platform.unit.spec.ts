import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EventStoreUnavailableError,
  EventTooLargeError,
  UnknownOutcomeError,
  WrongExpectedRevisionError,
} from '../event-store/index.js';
import { canonicalJson, hashOf } from '../primitives/canonical-json.js';
import { readConfig, required } from './config.js';
import { parseDecimal, quotient } from '../primitives/decimal.js';
import { toProblem } from './to-problem.js';

describe('decimals', () => {
  it.each([
    ['100.00', '100'],
    [0.1, '0.1'],
    ['-0.5', '-0.5'],
    ['007', '7'],
    [1e-7, '0.0000001'],
    ['1e3', undefined],
    ['', undefined],
    ['1.12345678901', undefined],
    [1e21, undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [{}, undefined],
  ])('%p is %p', (given, canonical) => expect(parseDecimal(given)).toBe(canonical));

  it('divide to 10 places, half up, without trailing zeros; by nothing there is no data', () => {
    expect(quotient('1', '3')).toBe('0.3333333333');
    expect(quotient('2', '3')).toBe('0.6666666667');
    expect(quotient('1', '20000000000')).toBe('0.0000000001');
    expect(quotient('-1', '20000000000')).toBe('-0.0000000001');
    expect(quotient('5', '10')).toBe('0.5');
    expect(quotient('0', '7')).toBe('0');
    expect(quotient('7', '0')).toBeNull();
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });

  it('tells different values apart, and leaves undefined out', () => {
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }));
    expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
  });
});

describe('the configuration', () => {
  it('names every wrong key, and none of their values', () => {
    const wrong = { PORT: 'x', ASSAY_ADMIN_KEY: 'tooshort', DATABASE_URL: 'mysql://hunter2', ASSAY_LOG_LEVEL: 'loud' };
    expect(() => readConfig(wrong, 1)).toThrow(
      expect.objectContaining({
        problems: [
          expect.stringMatching(/^PORT must be/),
          expect.stringMatching(/^DATABASE_URL must be/),
          expect.stringMatching(/^ASSAY_ADMIN_KEY must be/),
          expect.stringMatching(/^ASSAY_LOG_LEVEL must be/),
        ],
        message: expect.not.stringMatching(/tooshort|hunter2|loud/),
      }),
    );
  });

  it('takes empty for unset, and has defaults', () => {
    expect(readConfig({ PORT: '', ASSAY_GUARDRAILS: '' }, 3000)).toMatchObject({
      port: 3000,
      guardrails: 'continuous',
    });
  });

  it.each([
    ['HOST', '::', { host: '::' }],
    ['HOST', '[::1]', { host: '::1' }],
    ['HOST', 'assay.internal', { host: 'assay.internal' }],
    ['HOST', '', { host: '0.0.0.0' }],
    ['ASSAY_LOG_FORMAT', 'pretty', { logFormat: 'pretty' }],
    ['ASSAY_LOG_FORMAT', '', { logFormat: undefined }],
    ['NODE_ENV', 'production', { logFormat: 'json' }],
    ['ASSAY_PUBLIC_URL', 'https://assay.example.org/', { publicUrl: 'https://assay.example.org' }],
    ['ASSAY_SMTP_URL', 'smtps://me:pass@mail.example.org', { smtpUrl: 'smtps://me:pass@mail.example.org' }],
    ['ASSAY_MAIL_FROM', 'assay@example.org', { mailFrom: 'assay@example.org' }],
    ['ASSAY_DATA_DIR', '', { isDataDirChosen: false }],
    ['ASSAY_DATA_DIR', '.assay', { isDataDirChosen: true }],
  ])('takes %s=%s', (key, value, expected) => expect(readConfig({ [key]: value }, 1)).toMatchObject(expected));

  it.each([
    ['HOST', '127.0.0'],
    ['HOST', 'http://localhost'],
    ['HOST', 'localhost:3000'],
    ['HOST', '-x'],
    ['HOST', '[localhost]'],
    ['ASSAY_LOG_FORMAT', 'text'],
    ['ASSAY_TRUSTED_PROXIES', 'everybody'],
    ['ASSAY_SEAL_KEY', 'tooshort'],
    ['ASSAY_PUBLIC_URL', 'assay.example.org'],
    ['ASSAY_PUBLIC_URL', 'https://assay.example.org/?a=b'],
    ['ASSAY_SMTP_URL', 'mail.example.org'],
    ['ASSAY_MAIL_FROM', 'Assay <assay@example.org>'],
    ['ASSAY_NOTIFY_PRIVATE_NETWORKS', '10.0.0.0/33'],
  ])('refuses %s=%s', (key, value) => {
    expect(() => readConfig({ [key]: value }, 1)).toThrow(new RegExp(`  ${key} must be `));
  });

  it('trusts proxies of the same machine unless told otherwise', () => {
    expect(readConfig({}, 1).trustedProxies.has('127.0.0.1')).toBe(true);
    expect(readConfig({ ASSAY_TRUSTED_PROXIES: 'none' }, 1).trustedProxies.has('127.0.0.1')).toBe(false);
  });

  it('says what an app cannot do without', () => {
    expect(() => required(readConfig({}, 1), { databaseUrl: 'DATABASE_URL' })).toThrow(/DATABASE_URL must be set/);
  });
});

describe('errors as problems', () => {
  it.each([
    [new WrongExpectedRevisionError('s', 1, 2), 409],
    [new EventTooLargeError(2, 1), 413],
    [new UnknownOutcomeError('s', new Error('gone')), 503],
    [new EventStoreUnavailableError('away'), 503],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 503],
  ])('%s is a %i', (error, status) => expect(toProblem(error)?.status).toBe(status));

  it('a defect of ours is none', () => expect(toProblem(new TypeError('oops'))).toBeUndefined());
});
