import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contextOf } from '../../../libs/decisions/index.js';
import { parseBody } from '../../../libs/platform/body-parser.js';
import { readContext } from './context.js';

/** What the server makes of a context that comes as JSON: what it reads, or the code that it refuses with. */
const asServer = (context: object): unknown =>
  outcome(() => contextOf(parseBody(Buffer.from(JSON.stringify({ context })))));

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return (error as { readonly code: unknown }).code;
  }
}

/** As text that tells NaN from null and what is undefined from what is not there. JSON has no -0, and nothing asks for it. */
const shown = (read: unknown): string => inspect(read, { depth: null }).replaceAll(/-0\b/g, '0');

describe('a context', () => {
  it('is read as the server reads it, whatever is in it', () => {
    const odd = fc.constantFrom<unknown>(undefined, Number.NaN, Infinity, new Date(0), 'a\u0000', '\ud800', null, -0);
    const text = fc.string({ unit: 'binary' });
    const value = fc.oneof(
      odd,
      fc.jsonValue(),
      text,
      fc.array(odd),
      fc.dictionary(text, odd, { noNullPrototype: true }),
    );
    const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'prototype', 'plan'));
    const context = fc
      .tuple(
        fc.dictionary(key, value, { noNullPrototype: true }),
        fc.option(fc.oneof(text, fc.nat()), { nil: undefined }),
      )
      .map(([attributes, targetingKey]) => ({ ...attributes, targetingKey }));
    fc.assert(
      fc.property(context, (each) => {
        const read = outcome(() => readContext(each));
        expect(shown(read)).toBe(shown(asServer(each)));
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it('is refused where it is no JSON at all, or nests too deep', () => {
    const circle: Record<string, unknown> = {};
    circle['itself'] = circle;
    expect(outcome(() => readContext(circle))).toBe('invalid_context');
    expect(outcome(() => readContext({ n: 1n }))).toBe('invalid_context');
    let deep: object = {};
    for (let level = 0; level < 40; level += 1) deep = { deep };
    expect(outcome(() => readContext(deep))).toBe('too_deep');
  });
});
