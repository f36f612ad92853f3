import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Type from 'typebox';
import { Problem } from '../problem.js';
import { compiledInput, maybe } from './compiled-input.js';

const schema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 3 }),
    tags: maybe(Type.Array(Type.String(), { maxItems: 2 })),
    about: maybe(Type.Object({ 'a/b': maybe(Type.Boolean()) }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
const read = compiledInput(schema);

function faultOf(body: unknown): { readonly code?: string; readonly pointer?: string } {
  try {
    read(body);
    return {};
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.errors?.[0]?.code ?? '', pointer: error.errors?.[0]?.pointer ?? '' };
  }
}

describe('a body checked by its schema', () => {
  it.each([
    ['a list instead of an object', [], { code: 'invalid_type', pointer: '' }],
    ['nothing', undefined, { code: 'invalid_type', pointer: '' }],
    ['a missing field', {}, { code: 'required', pointer: '/name' }],
    ['null in a required field', { name: null }, { code: 'invalid_type', pointer: '/name' }],
    ['an empty text', { name: '' }, { code: 'too_short', pointer: '/name' }],
    ['a text that is too long', { name: 'abcd' }, { code: 'too_long', pointer: '/name' }],
    ['a list that is too long', { name: 'a', tags: ['b', 'c', 'd'] }, { code: 'too_long', pointer: '/tags' }],
    ['a wrong item', { name: 'a', tags: ['b', 1] }, { code: 'invalid_type', pointer: '/tags/1' }],
    ['an unknown field', { name: 'a', 'x~y': 1 }, { code: 'unknown_field', pointer: '/x~0y' }],
    ['a name that objects inherit', { name: 'a', toString: 1 }, { code: 'unknown_field', pointer: '/toString' }],
    ['a wrong field below', { name: 'a', about: { 'a/b': 1 } }, { code: 'invalid_type', pointer: '/about/a~1b' }],
  ])('names the fault of %s', (_, body, fault) => {
    expect(faultOf(body)).toEqual(fault);
  });

  it('takes null as absent in optional fields, and counts characters as JavaScript does', () => {
    expect(faultOf({ name: 'a', tags: null, about: null })).toEqual({});
    expect(faultOf({ name: 'a', about: { 'a/b': null } })).toEqual({});
    expect(faultOf({ name: '😀a' })).toEqual({});
    expect(faultOf({ name: '😀😀' })).toEqual({ code: 'too_long', pointer: '/name' });
  });

  it('looks at own fields only', () => {
    expect(faultOf(Object.create({ name: 'a' }))).toEqual({ code: 'required', pointer: '/name' });
  });

  it('either takes a body or says where it is wrong, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const { code, pointer } = faultOf(body);
        expect(code === undefined || (code !== '' && pointer !== undefined)).toBe(true);
      }),
    );
  });
});
