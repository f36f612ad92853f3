import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listOf, pageOf } from './query.js';

const cursorOf = (sortKey: string): string =>
  listOf(
    [sortKey, 'next'],
    { limit: 1, after: null },
    (row) => row,
    (row) => row,
  ).nextCursor ?? '';
const base64 = (text: string): string => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('leads behind the last item, whatever its sort key is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (sortKey) => {
        fc.pre(!sortKey.includes('\u0000'));
        expect(pageOf({ cursor: cursorOf(sortKey) })).toEqual({ limit: 50, after: sortKey });
      }),
      { seed: 8 },
    );
  });

  it.each([
    ['nothing', ''],
    ['right characters', 'Zm9v'],
    ['bytes that are no text', 'gICA'],
    ['a text that is no list', base64('"a"')],
    ['an object', base64('{"0":"a"}')],
    ['a number', base64('[1]')],
    ['two texts', base64('["a","b"]')],
    ['white space', base64('[ "a"]')],
    ['a NUL character', base64('["\\u0000"]')],
    ['padding', `${cursorOf('a')}=`],
    ['more behind it', `${cursorOf('a')}AAAA`],
    ['other characters', `${cursorOf('a')}*`],
  ])('of %s is refused', (_, cursor) => {
    expect(() => pageOf({ cursor })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'invalid_cursor',
        errors: [expect.objectContaining({ pointer: '?cursor' })],
      }),
    );
  });
});
