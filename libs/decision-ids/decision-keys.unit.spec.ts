import { describe, expect, it } from '@jest/globals';
import { InvalidDecisionKeys, parseDecisionKeys } from './decision-keys.js';

const SECRET = 'sixteen-letters!';

describe('decision keys', () => {
  it('are read in their order', () => {
    expect(parseDecisionKeys(`k2:${SECRET},k1:${SECRET}old`)).toEqual([
      { id: 'k2', secret: SECRET },
      { id: 'k1', secret: `${SECRET}old` },
    ]);
  });

  it('may have white space around an entry and a colon in a secret', () => {
    expect(parseDecisionKeys(` k1:ab:${SECRET} ,\n k2:${SECRET}`)).toEqual([
      { id: 'k1', secret: `ab:${SECRET}` },
      { id: 'k2', secret: SECRET },
    ]);
  });

  it.each([
    ['', 'key 1 is not of the form id:secret'],
    [`k1:${SECRET},`, 'key 2 is not of the form id:secret'],
    [SECRET, 'key 1 is not of the form id:secret'],
    [`:${SECRET}`, 'key 1 has a malformed id'],
    [`k 1:${SECRET}`, 'key 1 has a malformed id'],
    [`${'k'.repeat(101)}:${SECRET}`, 'key 1 has a malformed id'],
    [`k1:${SECRET.slice(1)}`, 'the secret of key k1 is shorter than 16 characters'],
    [`k1:${SECRET},k1:${SECRET}`, 'key id k1 is used twice'],
  ])('%j are refused', (text, message) => {
    expect(() => parseDecisionKeys(text)).toThrow(new InvalidDecisionKeys(message));
  });

  it('are refused without their secret in the message', () => {
    for (const text of [SECRET, `k 1:${SECRET}`, `k1:${SECRET},k1:${SECRET}`, 'k1:short']) {
      expect(() => parseDecisionKeys(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/sixteen|short$/) }),
      );
    }
  });
});
