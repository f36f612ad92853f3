import { describe, expect, it } from '@jest/globals';
import { FLAG_TYPES } from '../flag-types.js';
import { SNIPPETS } from './snippets.js';

const filling = { url: 'https://assay.example', flag: 'new_checkout', type: 'boolean', fallback: 'false' } as const;

describe.each(SNIPPETS)('the snippet for $name', ({ code }) => {
  it.each(FLAG_TYPES)('names the server and the flag of type %s', (type) => {
    const text = code({ ...filling, type });
    expect(text).toContain('https://assay.example');
    expect(text).toContain('new_checkout');
    expect(text).not.toMatch(/undefined|assay_[0-9a-f]/);
  });
});

it('tells pages to carry a client key, which everybody can read', () => {
  const carried = SNIPPETS.filter(({ code }) => code(filling).includes('ASSAY_CLIENT_KEY')).map(({ name }) => name);
  expect(SNIPPETS.filter(({ key }) => key === 'client').map(({ name }) => name)).toEqual(carried);
});
