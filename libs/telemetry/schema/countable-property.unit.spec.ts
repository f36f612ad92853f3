import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../event-store/index.js';
import { uncountable } from './countable-property.js';

const number = { type: 'number' };
const personal = { type: 'number', personal: true };

describe('a property', () => {
  it.each<[string, JsonObject]>([
    ['a schema of anything', {}],
    ['a schema that declares none', { type: 'object' }],
    ['a number', { properties: { a: number } }],
    ['an integer, or null', { properties: { a: { type: ['integer', 'null'] } } }],
    ['of any type', { properties: { a: {} } }],
    ['taken whatever it is', { properties: { a: true } }],
    ['declared by a pattern', { patternProperties: { '^[ab]$': number } }],
    ['declared as one of the others', { properties: { b: { type: 'string' } }, additionalProperties: number }],
    [
      'declared by reference',
      { $ref: '#/$defs/o', $defs: { o: { properties: { a: { $ref: '#/$defs/n' } } }, n: number } },
    ],
    ['declared in a part', { allOf: [{ properties: { b: number } }, { properties: { a: number } }] }],
    ['declared in one of several', { oneOf: [{ properties: { b: number } }, { properties: { a: number } }] }],
    ['a number or a text', { properties: { a: { anyOf: [{ type: 'string' }, number] } } }],
    ['beside a personal one', { properties: { a: number, b: personal } }],
  ])('can be counted: %s', (_, schema) => expect(uncountable(schema, 'a')).toBeUndefined());

  it.each<[string, JsonObject]>([
    ['others are', { properties: { b: number } }],
    ['no others may be there', { properties: { b: number }, additionalProperties: false }],
    ['none may be there', { additionalProperties: false }],
    ['only the pattern of others', { patternProperties: { '^b': number } }],
    ['only a part has others', { allOf: [{ properties: { b: number } }] }],
  ])('is undeclared: %s', (_, schema) => expect(uncountable(schema, 'a')).toBe('undeclared'));

  it.each<[string, JsonObject]>([
    ['itself', { properties: { a: personal } }],
    ['by its pattern', { patternProperties: { '.': personal } }],
    ['as all others are', { additionalProperties: personal }],
    ['by reference', { properties: { a: { $ref: '#/$defs/p' } }, $defs: { p: personal } }],
    ['by a part of its schema', { properties: { a: { allOf: [number, { personal: true }] } } }],
    ['with all properties', { personal: true, properties: { a: number } }],
  ])('is personal: %s', (_, schema) => expect(uncountable(schema, 'a')).toBe('personal'));

  it.each<[string, JsonObject]>([
    ['a text', { properties: { a: { type: 'string' } } }],
    ['a list', { properties: { a: { type: 'array', items: number } } }],
    ['a text or null', { properties: { a: { type: ['string', 'null'] } } }],
    ['never there', { properties: { a: false } }],
    ['a text by reference', { properties: { a: { $ref: '#/$defs/t' } }, $defs: { t: { type: 'string' } } }],
  ])('is no number: %s', (_, schema) => expect(uncountable(schema, 'a')).toBe('not_numeric'));

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'called %s is not declared by what objects inherit',
    (name) => {
      expect(uncountable({ properties: { a: number } }, name)).toBe('undeclared');
      expect(uncountable({ properties: { [name]: number } }, name)).toBeUndefined();
    },
  );
});
