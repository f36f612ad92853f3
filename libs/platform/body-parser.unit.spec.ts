import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBody } from './body-parser.js';

const parse = (text: string): unknown => parseBody(Buffer.from(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a body', () => {
  it('that is empty is an empty object', () => expect(parse('')).toEqual({}));

  it('of any JSON arrives as it was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        if (/__proto__|constructor|\\u/.test(text)) return;
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
    ['the prototype', '{"a":{"__proto__":1}}', 'forbidden_key', '/a/__proto__'],
    ['an infinite number with a sign and a fraction', '[-1.5E+400]', 'number_out_of_range', '/0'],
    ['the constructor, escaped', '{"\\u0063onstructor":1}', 'forbidden_key', '/constructor'],
    ['the prototype, escaped', '{"\\u005f_proto__":1}', 'forbidden_key', '/__proto__'],
  ])('with %s is refused', (_, text, code, pointer) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ status: 400, code, errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('takes a surrogate pair, and a text that only speaks of escapes', () => {
    expect(parse('"\\ud83d\\ude00"')).toBe('😀');
    expect(parse('"\\\\u0000"')).toBe('\\u0000');
  });
});
