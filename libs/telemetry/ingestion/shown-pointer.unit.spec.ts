import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { below } from '../../primitives/pointer.js';
import { namesIn, shownPointer } from './shown-pointer.js';

const names = namesIn({
  type: 'object',
  properties: { items: { type: 'array', items: { properties: { 'price/eur': { type: 'number' } } } } },
});

describe('the pointer of a rejection', () => {
  it.each([
    ['/eventType', '/eventType'],
    ['/properties', '/properties'],
    ['', ''],
    ['/properties/items/3/price~1eur', '/properties/items/3/price~1eur'],
    ['/properties/items/3/olga@example.org', '/properties/items/3/*'],
    ['/properties/olga', '/properties/*'],
    ['/colour', '/colour'],
    ['/olga@example.org', '/*'],
    ['/~1olga/items', '/*/items'],
  ])('%j is kept as %j', (pointer, kept) => {
    expect(shownPointer(pointer, names)).toBe(kept);
  });

  it('below the fields has no name that the schema lacks, whatever was sent', () => {
    const step = fc.oneof(fc.constantFrom('items', '7', 'price/eur'), fc.string());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const kept = shownPointer(steps.reduce<string>(below, '/properties'), names).split('/').slice(2);
        expect(kept.length).toBeLessThanOrEqual(20);
        for (const name of kept) expect(['*', ...names, 'price~1eur'].includes(name) || /^\d+$/.test(name)).toBe(true);
      }),
    );
  });
});
