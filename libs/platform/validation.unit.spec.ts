import { describe, expect, it } from '@jest/globals';
import { DecimalField, JsonField, JsonObjectField, ObjectField, ObjectListField, TextField } from './fields.js';
import type { Problem } from './problem.js';
import { validated } from './validation.js';

class Part {
  @TextField({ max: 10 })
  name!: string;

  @JsonField({ optional: true })
  value?: unknown;
}

class Whole extends Part {
  @ObjectListField(() => Part, { optional: true, max: 5 })
  parts?: readonly Part[];

  @ObjectField(() => Part, { optional: true })
  part?: Part;

  @JsonObjectField({ optional: true })
  free?: object;

  @DecimalField({ optional: true })
  share?: string;
}

const HOSTILE = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '__defineGetter__'];
const read = (text: string): Whole => validated(Whole, JSON.parse(text));

function refusal(text: string): Problem {
  try {
    read(text);
  } catch (error) {
    return error as Problem;
  }
  throw new Error('it was not refused');
}

describe('a request', () => {
  it.each(HOSTILE)('holds %s in free JSON as it was sent, at any depth', (name) => {
    const free = `{"${name}":{"${name}":[{"${name}":1}]}}`;
    const request = read(`{"name":"n","value":${free},"free":${free},"parts":[{"name":"p","value":${free}}]}`);
    expect(JSON.stringify(request.value)).toBe(free);
    expect(JSON.stringify(request.free)).toBe(free);
    expect(JSON.stringify(request.parts?.[0]?.value)).toBe(free);
    expect(request).toBeInstanceOf(Whole);
    expect(request.parts?.[0]).toBeInstanceOf(Part);
  });

  it.each(HOSTILE)('has no field %s, nor have its parts', (name) => {
    const text = `{"name":"n","${name}":{"x":1},"part":{"name":"p","${name}":1},"parts":[{"name":"p","${name}":1}]}`;
    expect(refusal(text)).toMatchObject({
      code: 'validation_failed',
      errors: [1, 2, 3].map(() => ({ code: 'unknown_field', detail: `unknown field "${name}"` })),
    });
    const pointers = refusal(text).errors?.map(({ pointer }) => pointer);
    expect(pointers?.sort()).toEqual([`/${name}`, `/part/${name}`, `/parts/0/${name}`].sort());
  });

  it.each(HOSTILE)('is refused, no defect, with %s in what should be a text or is no field', (name) => {
    const pointers = refusal(`{"name":{"${name}":1},"colour":{"${name}":2},"parts":[[{"${name}":3}]]}`).errors?.map(
      ({ pointer }) => pointer,
    );
    expect(pointers).toEqual(expect.arrayContaining(['/name', '/colour', '/parts']));
  });

  it('converts the fields of its own, of its parts and of the class that it extends', () => {
    expect(read('{"name":"n","share":0.50,"parts":null,"part":{"name":"p"}}')).toMatchObject({
      share: '0.5',
      parts: undefined,
      part: { name: 'p' },
    });
  });
});
