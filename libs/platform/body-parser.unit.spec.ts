import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBody, readBody } from './body-parser.js';

const parse = (text: string): unknown => parseBody(Buffer.from(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a body', () => {
  it('that is empty is an empty object', () => expect(parse('')).toEqual({}));

  it('of any JSON arrives as it was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        if (/\\u/.test(text)) return;
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1 },
    );
  });

  it('may nest 32 levels, brackets in texts aside', () => {
    expect(parse(nested(32))).toBeDefined();
    expect(parse(JSON.stringify('['.repeat(1_000)))).toBe('['.repeat(1_000));
    expect(() => parse(nested(33))).toThrow(/deeper than 32/);
  });

  it.each([
    ['a NUL character', '{"a":{"b":"x\\u0000"}}', 'nul_character', '/a/b'],
    ['a NUL character in a key', '{"a\\u0000":1}', 'nul_character', '/a\\u0000'],
    ['a lone surrogate', '["\\ud800"]', 'invalid_unicode', '/0'],
    ['an infinite number', '{"a":1e400}', 'number_out_of_range', '/a'],
    ['an infinite number with a sign and a fraction', '[-1.5E+400]', 'number_out_of_range', '/0'],
    ['an integer that a double changes', '{"a":[9007199254740993]}', 'number_not_exact', '/a/0'],
    [
      'such an integer in a long name',
      `{"${'x'.repeat(200)}":9007199254740993}`,
      'number_not_exact',
      `/${'x'.repeat(100)}`,
    ],
    ['a list 33 levels deep', `{"a":${nested(32)}}`, 'too_deep', `/a${'/0'.repeat(31)}`],
  ])('with %s is refused', (_, text, code, pointer) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ status: 400, code, errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('may have any names, which become own properties', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '\\u005f_proto__'];
    for (const name of names) {
      const value = parse(`{"${name}":{"polluted":1}}`) as object;
      expect(Object.getOwnPropertyNames(value)).toEqual([name.replace('\\u005f', '_')]);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('tells the first fault of each item of its lists, so that others can be taken', () => {
    const text = `{"id\\u0000":"\\u0000","events":[{"a":"\\ud800","b":1e999},{"c":[1]},[[1e400]]],"last":{"d":1e999}}`;
    const { value, faults } = readBody(Buffer.from(text));
    expect(value).toMatchObject({ last: { d: Infinity } });
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/id\\u0000', 'nul_character'],
      ['/events/0/a', 'invalid_unicode'],
      ['/events/2/0/0', 'number_out_of_range'],
      ['/last/d', 'number_out_of_range'],
    ]);
  });

  it('takes a surrogate pair, and a text that only speaks of escapes', () => {
    expect(parse('"\\ud83d\\ude00"')).toBe('😀');
    expect(parse('"\\\\u0000"')).toBe('\\u0000');
  });
});
