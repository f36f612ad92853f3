import { describe, expect, it } from '@jest/globals';
import { defaultText, textOf, valueOf, variantNames } from './flag-types.js';

describe('values as people type them', () => {
  it.each([
    ['string', 'true', 'true'],
    ['string', '"quoted"', '"quoted"'],
    ['boolean', true, 'true'],
    ['number', 0.5, '0.5'],
    ['json', { a: [1] }, '{"a":[1]}'],
  ] as const)('of type %s come back as they were: %j', (type, value, text) => {
    expect(textOf(type, value)).toBe(text);
    expect(valueOf(type, text)).toEqual(value);
  });

  it('are refused where they are no JSON', () => {
    expect(() => valueOf('boolean', 'yes')).toThrow(SyntaxError);
  });
});

it('calls the one value of a flag without variants default', () => {
  expect(variantNames({ variants: {} })).toEqual(['default']);
  expect(variantNames({ variants: { on: true, off: false } })).toEqual(['on', 'off']);
});

it('names the default by its variant where there is one', () => {
  expect(defaultText({ defaultVariant: 'off', default: false })).toBe('off');
  expect(defaultText({ defaultVariant: null, default: 'classic' })).toBe('"classic"');
});
