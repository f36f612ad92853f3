import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '../../event-store/index.js';
import { Refusal } from '../../primitives/refusal.js';
import { checkSchema } from './check-schema.js';

function refusalOf(schema: JsonObject): Refusal | null {
  try {
    checkSchema(schema, '/schema');
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const property = (schema: JsonObject): JsonObject => ({ type: 'object', properties: { a: schema } });

const nested = (depth: number): JsonObject =>
  Array.from({ length: depth }).reduce<JsonObject>((inner) => ({ not: inner }), { type: 'string' });

/** Few bytes, but each definition meets the one before it `width` times: 2 to the power of `levels` parts. */
function doubling(levels: number): JsonObject {
  const definitions: Record<string, Json> = { d0: { type: 'string' } };
  for (let level = 1; level <= levels; level += 1) {
    const below = { $ref: `#/$defs/d${level - 1}` };
    definitions[`d${level}`] = { properties: { x: below, y: below } };
  }
  return { $defs: definitions, $ref: `#/$defs/d${levels}` };
}

describe('a schema of properties', () => {
  it.each<readonly [string, JsonObject]>([
    ['of an object', property({ type: 'string', format: 'email', personal: true })],
    ['with a reference into itself', { $defs: { a: { type: 'number' } }, properties: { a: { $ref: '#/$defs/a' } } }],
    ['with a pattern', property({ type: 'string', pattern: '^[a-z]{2,5}$' })],
    ['as deep as allowed', nested(15)],
    ['of references that stay few', doubling(5)],
    ['of a property named as a keyword', { properties: { uniqueItems: { type: 'number' } } }],
    ['that asks for no unique items', property({ uniqueItems: false })],
    ['of any properties', {}],
  ])('is taken %s', (_, schema) => expect(refusalOf(schema)).toBeNull());

  it.each<readonly [string, JsonObject, string, string]>([
    ['of more than 16 KiB', { description: 'x'.repeat(16 * 1024) }, 'schema_too_large', '/schema'],
    ['of more than 5,000 parts, references followed', doubling(14), 'schema_too_large', '/schema'],
    ['of parts without number', doubling(60), 'schema_too_large', '/schema'],
    [
      'that looks for one personal item among many',
      property({ contains: { $ref: '#/$defs/p' }, $defs: { p: { personal: true } } }),
      'unsupported_keyword',
      '/schema',
    ],
    [
      'that compares each item with each other',
      property({ uniqueItems: true }),
      'unsupported_keyword',
      '/schema/properties/a/uniqueItems',
    ],
    ['too deep', nested(16), 'schema_too_deep', `/schema${'/not'.repeat(16)}`],
    ['whose reference leaves it', property({ $ref: 'http://x/y' }), 'ref_outside', '/schema/properties/a/$ref'],
    ['whose reference names a file', { $ref: 'other.json#/a' }, 'ref_outside', '/schema/$ref'],
    ['whose reference is its root', property({ $ref: '#' }), 'recursive_ref', '/schema'],
    ['whose reference comes back', { $defs: { a: { not: { $ref: '#/$defs/a' } } } }, 'recursive_ref', '/schema'],
    ['whose reference dangles', property({ $ref: '#/$defs/none' }), 'invalid_schema', '/schema'],
    ['of no known type', property({ type: 'text' }), 'invalid_schema', '/schema'],
    ['with an unknown keyword', property({ secret: true }), 'invalid_schema', '/schema'],
    ['with an unknown format', property({ format: 'iban' }), 'invalid_schema', '/schema'],
    ['with a mark that is no boolean', property({ personal: 'yes' }), 'invalid_schema', '/schema'],
    ['with a pattern that looks ahead', property({ pattern: '(?=a)b' }), 'invalid_schema', '/schema'],
    ['with a pattern that refers back', property({ pattern: '(a)\\1' }), 'invalid_schema', '/schema'],
    ['with a pattern too long', property({ pattern: 'a'.repeat(501) }), 'invalid_schema', '/schema'],
    ['with such a pattern of names', { patternProperties: { '(?!a)b': {} } }, 'invalid_schema', '/schema'],
    ['with a name in a pointer', { 'a/b~c': { $id: 'x' } }, 'unsupported_keyword', '/schema/a~1b~0c/$id'],
  ])('is refused %s', (_, schema, code, pointer) => expect(refusalOf(schema)).toMatchObject({ code, pointer }));

  it.each(['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$async', '$vocabulary'])(
    'is refused with %s',
    (keyword) => {
      const pointer = `/schema/properties/a/${keyword}`;
      expect(refusalOf(property({ [keyword]: 'x' }))).toMatchObject({ code: 'unsupported_keyword', pointer });
    },
  );
});
