import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heterogeneity } from './heterogeneity.js';
import { benjaminiHochberg, bonferroni, holm } from './many-comparisons.js';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const corrections = { holm, benjaminiHochberg, bonferroni };

describe.each(Object.entries(corrections))('%s', (_, adjust) => {
  it('keeps the order of p-values, lowers none, and exceeds 1 with none', () => {
    fc.assert(
      fc.property(pValues, (all) => {
        const adjusted = adjust(all);
        expect(adjusted).toHaveLength(all.length);
        all.forEach((p, index) => {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(adjusted[index]).toBeLessThanOrEqual(1);
          all.forEach((other, at) => {
            if (p <= other) expect(adjusted[index]).toBeLessThanOrEqual((adjusted[at] ?? NaN) * (1 + 1e-12));
          });
        });
      }),
    );
  });

  it('gives each p-value the same, wherever it stands in the list', () => {
    fc.assert(
      fc.property(pValues, (all) => {
        expect([...adjust([...all].reverse())].reverse()).toEqual(adjust(all));
      }),
    );
  });

  it('leaves a single p-value as it is', () => expect(adjust([0.04])).toEqual([0.04]));
});

describe('the corrections', () => {
  it('are strict in this order: Bonferroni, Holm, Benjamini and Hochberg', () => {
    fc.assert(
      fc.property(pValues, (all) => {
        const [strict, middle, mild] = [bonferroni(all), holm(all), benjaminiHochberg(all)];
        all.forEach((_, index) => {
          expect(middle[index]).toBeLessThanOrEqual((strict[index] ?? NaN) * (1 + 1e-12));
          expect(mild[index]).toBeLessThanOrEqual((middle[index] ?? NaN) * (1 + 1e-12));
        });
      }),
    );
  });

  it('multiply as in their papers', () => {
    expect(bonferroni([0.01, 0.4])).toEqual([0.02, 0.8]);
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
    expect(benjaminiHochberg([0.04, 0.01, 0.03])).toEqual([0.04, 0.03, 0.04]);
  });
});

describe('heterogeneity', () => {
  it("is Cochran's Q by hand", () => {
    const found = heterogeneity([
      { estimate: 1, se: 1 },
      { estimate: 4, se: 0.5 },
    ]);
    // Weights 1 and 4, so the pooled effect is 3.4.
    expect(found?.q).toBeCloseTo(2.4 ** 2 + (0.6 / 0.5) ** 2, 12);
    expect(found?.df).toBe(1);
    expect(found?.pValue).toBeCloseTo(0.007290358091535683, 9);
    expect(found?.iSquared).toBeCloseTo(1 - 1 / 7.2, 12);
  });

  it('of equal effects is none, and of one value cannot be asked', () => {
    const same = { estimate: 0.3, se: 0.1 };
    expect(heterogeneity([same, same, same])).toMatchObject({ df: 2, iSquared: 0 });
    expect(heterogeneity([same, same, same])?.pValue).toBeCloseTo(1, 12);
    expect(heterogeneity([same])).toBeNull();
  });
});
