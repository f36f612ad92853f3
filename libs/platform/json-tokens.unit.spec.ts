import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pointerOf, jsonTokens, textsAt } from './json-tokens.js';

describe('texts in a JSON text', () => {
  it.each([
    ['{"a":{"1": 2}}', '/a', '{"1": 2}'],
    [' [ {} , { "x":[1.0] } ] ', '/1', '{ "x":[1.0] }'],
    ['{"a":{"b":{}},"b":[]}', '/a/b', '{}'],
    ['{"a/~":{"":["]}"]}}', '/a~1~0/', '["]}"]'],
    ['{"\\u0061":["\\""]}', '/a', '["\\""]'],
    ['{"a":[1],"a":[2]}', '/a', '[2]'],
    ['{"a":[[1],[2]]}', '/a/1', '[2]'],
    ['{"a": 1}', '', '{"a": 1}'],
  ])('of %s, that at %s is %s', (text, pointer, found) => {
    expect([...textsAt(text, new Set([pointer]))]).toEqual([[pointer, found]]);
  });

  it('are none where there is no object or list', () => {
    expect(textsAt('{"a":"{}","b":1}', new Set(['/a', '/b', '/c'])).size).toBe(0);
    expect(textsAt('', new Set(['/a'])).size).toBe(0);
  });

  it('are those of the values at their pointers, in any JSON with any white space', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        const pointers = new Set<string>();
        for (const { text: token, around } of jsonTokens(text)) {
          if (token === ']' || token === '}') pointers.add(pointerOf(around.slice(0, -1)));
        }
        for (const [pointer, found] of textsAt(text, pointers)) {
          expect(JSON.parse(found)).toEqual(valueAt(JSON.parse(text), pointer));
          pointers.delete(pointer);
        }
        expect(pointers.size).toBe(0);
      }),
    );
  });
});

const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((holder, step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      return (holder as Readonly<Record<string, unknown>>)[name];
    }, value);
