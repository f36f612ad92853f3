import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { betaBinomialBound, betaBinomialLogE } from './beta-binomial.js';
import { normalCdf, normalPdf } from './distributions.js';
import { oneSidedCriticalZ, oneSidedLogE, risingRoot } from './one-sided.js';
import {
  alwaysValidInterval,
  alwaysValidP,
  mixtureRho,
  planRatio,
  sumClock,
  twoSidedCriticalZ,
  twoSidedLogE,
} from './sequential.js';
import { asymptoticCriticalZ, asymptoticP, subjectClock } from './subject-clock.js';

const zs = fc.double({ min: -12, max: 12, noNaN: true });
const clocks = fc.double({ min: 0.01, max: 1_000, noNaN: true });
const alphas = fc.double({ min: 0.001, max: 0.3, noNaN: true });

/** The average of e-values under a normal z of mean 0, by Simpson's rule. */
function averageUnderTheNull(logE: (z: number) => number): number {
  const [steps, end] = [4_000, 30];
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) {
    const z = -end + (2 * end * step) / steps;
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * normalPdf(z) * Math.exp(logE(z));
  }
  return (sum * 2 * end) / steps / 3;
}

describe('the two-sided always-valid test', () => {
  it.each([0.05, 1, 4, 8])('has an e-value of 1 on average if there is no effect (r = %d)', (r) => {
    expect(averageUnderTheNull((z) => twoSidedLogE(z, r))).toBeCloseTo(1, 6);
  });

  it('has an interval that leaves 0 out exactly where p is below alpha', () => {
    fc.assert(
      fc.property(zs, clocks, alphas, (z, r, alpha) => {
        const p = alwaysValidP(twoSidedLogE(z, r));
        fc.pre(Math.abs(p / alpha - 1) > 1e-9);
        expect(p < alpha).toBe(Math.abs(z) > twoSidedCriticalZ(r, alpha));
      }),
    );
  });

  it('is wider than the fixed interval, by the sum clock', () => {
    const effect = { estimate: 2, se: 0.5, df: 100, n: 400 };
    expect(sumClock(effect)).toBe(40_000);
    const [lower, upper] = alwaysValidInterval(effect, 10_000, 0.05);
    // By hand: √(5/4 · (ln 5 + 2 ln 20)).
    const z = Math.sqrt(1.25 * (Math.log(5) + 2 * Math.log(20)));
    expect(upper - lower).toBeCloseTo(2 * 0.5 * z, 12);
    expect((lower + upper) / 2).toBeCloseTo(2, 12);
  });

  it('is tuned: no other ρ has a narrower interval when the clock stands at its plan', () => {
    fc.assert(
      fc.property(alphas, fc.double({ min: 0.5, max: 2, noNaN: true }), (alpha, factor) => {
        const best = twoSidedCriticalZ(planRatio(alpha, 'two_sided'), alpha);
        expect(twoSidedCriticalZ(planRatio(alpha, 'two_sided') * factor, alpha)).toBeGreaterThanOrEqual(best * 0.999);
      }),
    );
    expect(mixtureRho(100, 0.05, 'two_sided')).toBeCloseTo(100 / (Math.log(400) + Math.log1p(Math.log(400))), 12);
  });

  it('takes no evidence for a p-value of 1', () => {
    expect([-5, 0].map((logE) => alwaysValidP(logE))).toEqual([1, 1]);
    expect(alwaysValidP(Math.log(20))).toBeCloseTo(0.05, 14);
  });
});

describe('the one-sided always-valid test', () => {
  it.each([0.05, 1, 4, 8])('has an e-value of 1 on average at the edge of the null (r = %d)', (r) => {
    expect(averageUnderTheNull((z) => oneSidedLogE(z, r))).toBeCloseTo(1, 6);
  });

  it('is the mixture over a half-normal', () => {
    const [z, r, steps] = [1.7, 3, 20_000];
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      const effect = ((step + 0.5) / steps) * 12;
      sum += 2 * normalPdf(effect) * Math.exp(effect * Math.sqrt(r) * z - (effect ** 2 * r) / 2) * (12 / steps);
    }
    expect(Math.log(sum)).toBeCloseTo(oneSidedLogE(z, r), 6);
  });

  it('grows with z, and reaches 1/alpha at its critical value', () => {
    fc.assert(
      fc.property(zs, clocks, alphas, (z, r, alpha) => {
        expect(oneSidedLogE(z + 0.1, r)).toBeGreaterThan(oneSidedLogE(z, r));
        expect(oneSidedLogE(oneSidedCriticalZ(r, alpha), r)).toBeCloseTo(-Math.log(alpha), 8);
      }),
    );
  });

  it('stays a number far on the other side', () => {
    expect(Number.isFinite(oneSidedLogE(-1e6, 1e6))).toBe(true);
  });
});

describe('the clock of subjects', () => {
  it('is at its plan after as many subjects as planned', () => {
    expect(subjectClock(5_000, 5_000, 0.05, 'two_sided')).toBeCloseTo(planRatio(0.05, 'two_sided'), 12);
  });

  it('has a one-sided p that agrees with its bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 9, noNaN: true }), clocks, alphas, (z, r, alpha) => {
        const p = asymptoticP(z, r);
        fc.pre(Math.abs(p / alpha - 1) > 1e-9);
        expect(p < alpha).toBe(z > asymptoticCriticalZ(r, alpha));
        expect(asymptoticP(asymptoticCriticalZ(r, alpha), r)).toBeCloseTo(alpha, 10);
      }),
    );
    expect(asymptoticP(-5, 3)).toBe(1);
  });
});

describe('the root of a rising function', () => {
  it('is found beyond the start, and is the most allowed where there is none', () => {
    expect(risingRoot((x) => x * x - 2, 0.1)).toBeCloseTo(Math.SQRT2, 14);
    expect(risingRoot((x) => x - 10, 1, 4)).toBe(4);
    expect(risingRoot((x) => normalCdf(x) - 0.5, 1)).toBeCloseTo(0, 12);
  });
});

describe('the beta-binomial mixture', () => {
  const mixture = (g: number, sides: 'one_sided' | 'two_sided') => ({ g, h: 1 - g, vOpt: 20, alpha: 0.05, sides });
  const rates = fc.double({ min: 0.05, max: 0.95, noNaN: true });

  it('is a martingale: over the next trial its e-value is on average what it was', () => {
    fc.assert(
      fc.property(
        rates,
        fc.nat(30),
        fc.nat(30),
        fc.constantFrom('one_sided', 'two_sided'),
        (g, hits, misses, sides) => {
          const logE = (more: number, less: number): number => {
            const trials = hits + more + misses + less;
            return betaBinomialLogE(hits + more - trials * g, trials * g * (1 - g), mixture(g, sides));
          };
          const average = g * Math.exp(logE(1, 0) - logE(0, 0)) + (1 - g) * Math.exp(logE(0, 1) - logE(0, 0));
          expect(average).toBeCloseTo(1, 7);
        },
      ),
    );
  });

  it('begins at an e-value of 1, and reaches 1/alpha at its bound', () => {
    expect(betaBinomialLogE(0, 0, mixture(0.3, 'one_sided'))).toBeCloseTo(0, 12);
    const bound = betaBinomialBound(100, 0.01, mixture(0.3, 'one_sided'));
    expect(betaBinomialLogE(bound, 100, mixture(0.3, 'one_sided'))).toBeCloseTo(Math.log(100), 8);
  });

  it('has as its bound what a walk can reach at most, if that is not enough', () => {
    expect(betaBinomialBound(0.21, 0.01, mixture(0.3, 'one_sided'))).toBeCloseTo(0.21 / 0.3, 12);
  });

  it('stays a number after a million failures on one side', () => {
    const logE = betaBinomialLogE(-1e6 * 0.5, 1e6 * 0.25, mixture(0.5, 'one_sided'));
    expect(Number.isFinite(logE) && logE < 0).toBe(true);
  });
});
