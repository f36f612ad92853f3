import { describe, expect, it } from '@jest/globals';
import { InvalidConfig } from './config.js';
import { configuredKeys, configuredSeals } from './configured-keys.js';

const SECRET = 'secret-0123456789';

describe('decision keys of the environment', () => {
  it('are those it names, the signing one first', () => {
    expect(configuredKeys({ decisionKeys: `k2:${SECRET},k1:${SECRET}` }).map(({ id }) => id)).toEqual(['k2', 'k1']);
  });

  it.each([
    ['no key', '', 'key 1 is not of the form'],
    ['a malformed id', `k 1:${SECRET}`, 'key 1 has a malformed id'],
    ['an id used twice', `k1:${SECRET},k1:${SECRET}`, 'key id k1 is used twice'],
    ['a comma at the end', `k1:${SECRET},`, 'key 2 is not of the form'],
  ])('with %s are a fault of the configuration, named without the secret', (_, decisionKeys, problem) => {
    const read = (): unknown => configuredKeys({ decisionKeys });
    expect(read).toThrow(InvalidConfig);
    expect(read).toThrow(`ASSAY_DECISION_KEYS: ${problem}`);
    expect(read).not.toThrow(SECRET);
  });
});

describe('seal keys of the environment', () => {
  it('are none, or those it names', () => {
    expect(configuredSeals({ sealKeys: undefined }).canSeal).toBe(false);
    expect(configuredSeals({ sealKeys: `k1:${SECRET}` }).canSeal).toBe(true);
    expect(() => configuredSeals({ sealKeys: SECRET })).toThrow('ASSAY_SEAL_KEY: key 1 is not of the form');
  });
});
