import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, hashOf } from './canonical-json.js';

/** The same value with its members in another order, all the way down. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  );
}

/** JSON as it may come to be hashed: any number and text, keys on both sides of the surrogates, undefined members. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
  const key = fc.oneof(text, fc.constantFrom('10', '9', '\ue000', '\u{10000}', 'toJSON', ''));
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constantFrom(-0, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 2 ** 53),
  );
  const member = fc.option(tie('value'), { nil: undefined });
  return {
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constant(null),
      fc.boolean(),
      number,
      text,
      fc.array(member),
      fc.dictionary(key, member),
    ),
  };
}).value;

describe('canonical JSON', () => {
  it('is what RFC 8785 says, by another implementation', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 5_000, seed: 20_261_001 },
    );
  });

  it('sorts keys by their UTF-16 code units, as RFC 8785 has it', () => {
    expect(canonicalJson({ '\ue000': 1, '\u{10000}': 2, Z: 3, a: 4 })).toBe('{"Z":3,"a":4,"\u{10000}":2,"\ue000":1}');
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500, seed: 20_260_206 },
    );
  });

  it('is the same text for equal values, and another for others', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
        expect(canonicalJson(other) === canonicalJson(value)).toBe(
          JSON.stringify(sorted(other)) === JSON.stringify(sorted(value)),
        );
      }),
      { numRuns: 500, seed: 20_260_207 },
    );
  });

  it('sorts keys, also those that look like numbers, and has no white space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x y' }], 10: 1, 9: 2, a: true })).toBe(
      '{"10":1,"9":2,"a":true,"b":[1,{"c":"x y","d":null}]}',
    );
  });

  it('leaves out what is undefined, and keeps its place in arrays', () => {
    expect(canonicalJson({ a: undefined, b: 1, c: undefined })).toBe('{"b":1}');
    expect(canonicalJson({ a: undefined })).toBe('{}');
    expect(canonicalJson([undefined, 1])).toBe('[null,1]');
    expect(canonicalJson([[], {}])).toBe('[[],{}]');
  });

  it('is null for what no JSON number is, and an escape for half a character', () => {
    expect(canonicalJson([NaN, Infinity, '\ud800'])).toBe('[null,null,"\\ud800"]');
  });

  it('is what is hashed', () => {
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }));
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => ({ key, member: sorted(member) }));
}
