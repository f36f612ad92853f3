import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../event-store/index.js';
import { compileSchema } from './property-schema.js';

const kept = (schema: JsonObject, properties: JsonObject): JsonObject | undefined => {
  const result = compileSchema(schema)(properties);
  if (!result.ok) throw new Error(result.message);
  return result.properties;
};

describe('properties marked personal', () => {
  it.each<[where: string, schema: JsonObject, properties: JsonObject, kept: JsonObject | undefined]>([
    ['by name', { properties: { a: { personal: true } } }, { a: 1, b: 2 }, { b: 2 }],
    ['not, where the mark is false', { properties: { a: { personal: false } } }, { a: 1 }, { a: 1 }],
    ['as the only one', { properties: { a: { personal: true } } }, { a: 1 }, undefined],
    ['twice', { allOf: [1, 2].map(() => ({ properties: { a: { personal: true } } })) }, { a: 1, b: 2 }, { b: 2 }],
    ['as all others', { properties: { a: {} }, additionalProperties: { personal: true } }, { a: 1, b: 2 }, { a: 1 }],
    [
      'by reference',
      { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { personal: true } } },
      { a: 1, b: 2 },
      { b: 2 },
    ],
    [
      'within another',
      { properties: { a: { properties: { b: { personal: true } } } } },
      { a: { b: 1, c: 2 } },
      { a: { c: 2 } },
    ],
    ['within a list', { properties: { a: { items: { personal: true } } } }, { a: ['x', 'y'] }, { a: [null, null] }],
    ['altogether', { personal: true }, { a: 1 }, undefined],
    ['altogether, in a part', { allOf: [{ personal: true }] }, { a: 1 }, undefined],
    ['as names', { propertyNames: { personal: true } }, { 'olga@example.org': 1 }, undefined],
  ])('are dropped: %s', (_, schema, properties, expected) => {
    expect(kept(schema, properties)).toEqual(expected);
  });

  it('are validated before', () => {
    const validate = compileSchema({ properties: { a: { type: 'string', personal: true } } });
    expect(validate({ a: 7 })).toEqual({ ok: false, pointer: '/a', message: 'must be string' });
  });

  it('leave what was sent as it was', () => {
    const sent = { a: 1 };
    kept({ properties: { a: { personal: true } } }, sent);
    expect(sent).toEqual({ a: 1 });
  });
});
