import { describe, expect, it } from '@jest/globals';
import { sameSecret } from './same-secret.js';

describe('secrets', () => {
  it.each([
    ['', ''],
    ['a', 'a'],
    ['schlüssel 😀', 'schlüssel 😀'],
  ])('are the same: %j, %j', (one, other) => expect(sameSecret(one, other)).toBe(true));

  it.each([
    ['', 'a'],
    ['a', 'b'],
    ['a', 'aa'],
    ['ä', 'a'],
    ['key', 'Key'],
  ])('differ: %j, %j', (one, other) => expect(sameSecret(one, other)).toBe(false));
});
