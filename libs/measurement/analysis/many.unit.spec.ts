import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withAdjustedP } from './many.js';

describe('p-values beside each other', () => {
  it('are never smaller adjusted than raw, and a missing one stays missing but counts', () => {
    const tests = fc.array(
      fc.record({
        role: fc.constantFrom('primary' as const, 'secondary' as const, 'guard' as const),
        p: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
    );
    fc.assert(
      fc.property(tests, (given) => {
        withAdjustedP(given).forEach(({ p, adjustedP }) => {
          if (p === null) expect(adjustedP).toBeNull();
          else expect(adjustedP).toBeGreaterThanOrEqual(p);
        });
      }),
    );
    const two = withAdjustedP([
      { role: 'secondary', p: 0.01 },
      { role: 'secondary', p: null },
      { role: 'primary', p: 0.01 },
    ]);
    expect(two.map(({ adjustedP }) => adjustedP)).toEqual([0.02, null, 0.01]);
  });
});
