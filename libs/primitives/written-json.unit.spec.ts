import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepText, keptText, packed, stringifyAsWritten, textsIn, unpacked, withTexts } from './written-json.js';

const TEXTS = ['{"b":1,"1":2}', '{ "a" : 1.0 }', '[1e2,\n 2]', '{"a":{"2":0,"1":[0.10]}}', '{"a":1,"a":2}'];

const written = (text: string): object => {
  const value = JSON.parse(text) as object;
  keepText(value, text);
  return value;
};

/** A tree with written and other values at any places, and its text. */
const trees = fc.letrec<{ tree: { value: unknown; text: string } }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...TEXTS).map((text) => ({ value: written(text), text })),
    fc.oneof(fc.string(), fc.integer(), fc.constant(null)).map((value) => ({ value, text: JSON.stringify(value) })),
    fc.array(tie('tree'), { maxLength: 4 }).map((items) => ({
      value: items.map(({ value }) => value),
      text: `[${items.map(({ text }) => text).join()}]`,
    })),
    fc.array(fc.tuple(fc.constantFrom('a', 'b/~', '__proto__', ''), tie('tree')), { maxLength: 3 }).map((members) => {
      const byName = new Map(members);
      return {
        value: Object.fromEntries([...byName].map(([name, { value }]) => [name, value])),
        text: `{${[...byName].map(([name, { text }]) => `${JSON.stringify(name)}:${text}`).join()}}`,
      };
    }),
  ),
})).tree;

describe('JSON as it was written', () => {
  it('keeps no text that JSON.stringify gives', () => {
    expect(keptText(written('{"b":1,"a":[2]}'))).toBeUndefined();
    expect(keptText('{"b":1,"1":2}')).toBeUndefined();
  });

  it.each(TEXTS)('is written again as it was: %s', (text) => {
    expect(keptText(written(text))).toBe(text);
    expect(stringifyAsWritten({ list: [written(text)], text })).toBe(
      `{"list":[${text}],"text":${JSON.stringify(text)}}`,
    );
  });

  it('is written again from any tree, and after it was stored with its texts', () => {
    fc.assert(
      fc.property(trees, ({ value, text }) => {
        expect(stringifyAsWritten(value)).toBe(text);
        const stored = JSON.parse(JSON.stringify({ value, texts: textsIn(value) })) as { value: unknown; texts: never };
        expect(stringifyAsWritten(withTexts(stored.value, stored.texts))).toBe(text);
        expect(stringifyAsWritten(unpacked(JSON.parse(packed({ value }))))).toBe(`{"value":${text}}`);
      }),
    );
  });

  it('is packed without a trace where there is nothing to keep', () => {
    expect(packed({ a: [1] })).toBe('{"a":[1]}');
    expect(packed(null)).toBe('null');
    expect(unpacked(null)).toBeNull();
  });

  it('passes over texts of what is not there', () => {
    const tree = { a: { b: 1 } };
    withTexts(tree, { '/toString': '{}', '/a/b/c': '{}', '/z': '{}', '/a/b': '2' });
    expect(stringifyAsWritten(tree)).toBe('{"a":{"b":1}}');
  });
});
