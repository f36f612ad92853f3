import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../event-store/index.js';
import { compileSchema } from './property-schema.js';

const personal: JsonObject = { type: 'string', personal: true };
const stored = (schema: JsonObject, properties: JsonObject | undefined): unknown => compileSchema(schema)(properties);

describe('properties under a schema', () => {
  it('are stored as they came where they fit', () => {
    const schema = { properties: { amount: { type: 'number', minimum: 0 } }, required: ['amount'] };
    expect(stored(schema, { amount: 1, note: 'x' })).toEqual({ ok: true, properties: { amount: 1, note: 'x' } });
  });

  it.each<readonly [string, JsonObject, JsonObject | undefined, string]>([
    ['a value of another type', { properties: { a: { type: 'number' } } }, { a: 'x' }, '/a'],
    ['a required one missing', { required: ['a'] }, undefined, ''],
    ['one too many', { properties: {}, additionalProperties: false }, { a: 1 }, ''],
    ['a deep one', { properties: { a: { items: { maxLength: 1 } } } }, { a: ['x', 'xx'] }, '/a/1'],
    ['a personal one that does not fit', { properties: { a: personal } }, { a: 1 }, '/a'],
    ['a format', { properties: { a: { format: 'email' } } }, { a: 'nobody' }, '/a'],
  ])('are refused for %s, with its pointer', (_, schema, properties, pointer) => {
    expect(stored(schema, properties)).toEqual({ ok: false, pointer, message: expect.any(String) });
  });

  it.each<readonly [number, number, boolean]>([
    [0.01, 19.99, true],
    [0.01, 0.29, true],
    [0.1, -0.3, true],
    [1e-7, 1.2e-6, true],
    [0.01, 1e15, true],
    [3, 0, true],
    [0.01, 19.995, false],
    [0.1, 0.30000000000000004, false],
    [2, 3, false],
  ])('are multiples of %s as decimals: %s is %s', (multipleOf, a, fits) => {
    expect(stored({ properties: { a: { multipleOf } } }, { a })).toMatchObject({ ok: fits });
  });

  it.each([0, -0.01])('are no multiples of %s', (multipleOf) => {
    expect(() => compileSchema({ properties: { a: { multipleOf } } })).toThrow();
  });

  it.each(['toString', 'constructor', 'valueOf', 'hasOwnProperty'])(
    'lack %s where only every object has it',
    (name) => {
      expect(stored({ required: [name] }, {})).toMatchObject({ ok: false });
      expect(stored({ dependentRequired: { [name]: ['a'] } }, { b: 1 })).toMatchObject({ ok: true });
      expect(stored({ properties: { [name]: { type: 'string' } } }, { b: 1 })).toMatchObject({ ok: true });
      expect(stored({ required: [name] }, JSON.parse(`{"${name}":1}`) as JsonObject)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ['date', '2026-13-01', '2026-01-31'],
    ['date', '2026-02-30', '2028-02-29'],
    ['time', '25:00:00Z', '23:59:59Z'],
    ['date-time', '2026-11-31T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['ipv4', '256.1.1.1', '255.1.1.1'],
    ['email', 'a@b..c', 'a@b.c'],
    ['uuid', '00000000-0000-0000-0000-00000000000', '00000000-0000-4000-8000-000000000000'],
    ['uri', '//missing', 'https://a.example/b'],
  ])('are of the format %s whole: not %s, but %s', (format, wrong, right) => {
    const schema = { properties: { a: { type: 'string', format } } };
    expect(stored(schema, { a: wrong })).toMatchObject({ ok: false, pointer: '/a' });
    expect(stored(schema, { a: right })).toMatchObject({ ok: true });
  });

  it('meet each its own pattern', () => {
    const validate = compileSchema({ properties: { a: { pattern: '^x+$' }, b: { pattern: '^y+$' } } });
    expect(validate({ a: 'xx', b: 'yy' })).toMatchObject({ ok: true });
    expect(validate({ a: 'yy' })).toMatchObject({ ok: false, pointer: '/a' });
    expect(validate({ b: 'xx' })).toMatchObject({ ok: false, pointer: '/b' });
  });

  it('are not coerced, nor filled in', () => {
    const schema = { properties: { a: { type: 'number', default: 1 } } };
    expect(stored(schema, undefined)).toEqual({ ok: true, properties: undefined });
    expect(stored(schema, { a: '1' })).toMatchObject({ ok: false });
  });
});

describe('personal properties', () => {
  it.each<readonly [string, JsonObject, JsonObject, JsonObject | undefined]>([
    ['at the top', { properties: { name: personal } }, { name: 'Olga', n: 1 }, { n: 1 }],
    ['alone', { properties: { name: personal } }, { name: 'Olga' }, undefined],
    ['deep', { properties: { a: { properties: { b: personal } } } }, { a: { b: 'x', c: 1 } }, { a: { c: 1 } }],
    ['that are objects', { properties: { a: { personal: true } } }, { a: { b: 'x' }, c: 1 }, { c: 1 }],
    [
      'within personal ones',
      { properties: { a: { personal: true, properties: { b: personal } } } },
      { a: { b: 'x' }, c: 1 },
      { c: 1 },
    ],
    ['in arrays', { properties: { a: { items: personal } } }, { a: ['x', 'y'] }, { a: [null, null] }],
    [
      'in objects in arrays',
      { properties: { a: { items: { properties: { b: personal } } } } },
      { a: [{ b: 'x' }, { b: 'y', c: 1 }] },
      { a: [{}, { c: 1 }] },
    ],
    ['in tuples', { properties: { a: { prefixItems: [{}, personal] } } }, { a: [1, 'x', 2] }, { a: [1, null, 2] }],
    [
      'behind a reference',
      { $defs: { p: personal }, properties: { a: { $ref: '#/$defs/p' }, b: { items: { $ref: '#/$defs/p' } } } },
      { a: 'x', b: ['y'], c: 1 },
      { b: [null], c: 1 },
    ],
    [
      'behind references to what holds them',
      { $defs: { o: { properties: { p: personal } } }, properties: { a: { $ref: '#/$defs/o' } } },
      { a: { p: 'x', q: 1 } },
      { a: { q: 1 } },
    ],
    ['by a pattern of names', { patternProperties: { '^p_': personal } }, { p_a: 'x', q: 1 }, { q: 1 }],
    ['by what remains', { properties: { q: {} }, additionalProperties: personal }, { a: 'x', q: 1 }, { q: 1 }],
    [
      'in one of several',
      { anyOf: [{ required: ['z'] }, { properties: { a: personal } }] },
      { a: 'x', q: 1 },
      { q: 1 },
    ],
    [
      'all of them, where their names are marked',
      { propertyNames: { personal: true } },
      { 'o@example.org': 1 },
      undefined,
    ],
    ['all of them, where the root is marked', { personal: true }, { a: 'x', b: { c: 1 } }, undefined],
    [
      'all of them, where the root refers to what is marked',
      { $defs: { p: { personal: true } }, $ref: '#/$defs/p' },
      { a: 'x' },
      undefined,
    ],
  ])('are dropped %s', (_, schema, properties, kept) => {
    expect(stored(schema, properties)).toEqual({ ok: true, properties: kept });
  });

  it('stay where they are not marked, and in what was sent', () => {
    const schema = { properties: { a: { type: 'string', personal: false }, b: personal } };
    const sent = { a: 'x', b: 'y' };
    expect(stored(schema, sent)).toEqual({ ok: true, properties: { a: 'x' } });
    expect(sent).toEqual({ a: 'x', b: 'y' });
  });

  it('are dropped from each value of its own, again and again', () => {
    const validate = compileSchema({ properties: { a: personal } });
    for (const n of [1, 2, 3]) expect(validate({ a: 'x', n })).toEqual({ ok: true, properties: { n } });
    expect(validate({ a: 1 })).toMatchObject({ ok: false });
    expect(validate({ n: 4 })).toEqual({ ok: true, properties: { n: 4 } });
  });

  it('never reach what is stored, wherever objects and arrays hold them', () => {
    const SECRET = 'Olga Owner';
    /** A schema with a personal leaf somewhere, and a value of it. */
    const { tree } = fc.letrec<{ tree: { schema: JsonObject; value: Json } }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constant({ schema: personal, value: SECRET }),
        fc.record({ name: fc.constantFrom('a', 'b', 'constructor'), inner: tie('tree') }).map(({ name, inner }) => ({
          schema: { properties: { [name]: inner.schema } },
          value: { [name]: inner.value, other: 1 },
        })),
        fc.record({ n: fc.integer({ min: 1, max: 3 }), inner: tie('tree') }).map(({ n, inner }) => ({
          schema: { items: inner.schema },
          value: Array.from({ length: n }, () => inner.value),
        })),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ schema, value }) => {
        const found = compileSchema({ properties: { root: schema } })({ root: value });
        expect(found.ok).toBe(true);
        expect(JSON.stringify(found)).not.toContain(SECRET);
      }),
      { numRuns: 60, seed: 20_260_201 },
    );
  });
});

describe('a hostile pattern', () => {
  // A matcher that backtracks would be at these for longer than the universe is old.
  it.each(['^(a+)+$', '^(a|aa)+$', '^(a|a)*$', '(.*a){25}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s ends on what it hardly fits',
    (pattern) => {
      const validate = compileSchema({ properties: { a: { pattern } } });
      expect(validate({ a: `${'a'.repeat(4_000)}!` })).toMatchObject({ ok: false, pointer: '/a' });
    },
  );
});
