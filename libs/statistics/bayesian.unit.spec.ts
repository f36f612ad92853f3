import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { absolutePrior, credibleInterval, expectedLoss, posterior, RELATIVE_PRIOR } from './bayesian.js';
import { normalPdf } from './distributions.js';

const means = fc.double({ min: -5, max: 5, noNaN: true });
const sds = fc.double({ min: 0.05, max: 5, noNaN: true });

describe('the posterior of an effect', () => {
  it('with a flat prior is the estimate', () => {
    const flat = posterior({ estimate: 0.1, se: 0.05 }, null);
    expect(flat).toMatchObject({ mean: 0.1, sd: 0.05 });
    expect(flat.chanceToWin).toBeCloseTo(0.977249868051821, 12);
    const [lower, upper] = credibleInterval(flat, 0.05);
    expect(lower).toBeCloseTo(0.1 - 0.05 * 1.959963984540054, 14);
    expect(upper).toBeCloseTo(0.1 + 0.05 * 1.959963984540054, 14);
  });

  it('lies between estimate and prior, surer than both', () => {
    fc.assert(
      fc.property(means, sds, means, sds, (estimate, se, mean, sd) => {
        const believed = posterior({ estimate, se }, { mean, variance: sd ** 2 });
        expect(believed.mean).toBeGreaterThanOrEqual(Math.min(estimate, mean) - 1e-9);
        expect(believed.mean).toBeLessThanOrEqual(Math.max(estimate, mean) + 1e-9);
        expect(believed.sd).toBeLessThan(Math.min(se, sd));
      }),
    );
  });

  it('with a prior on relative effects shrinks an absolute one alike', () => {
    const relative = posterior({ estimate: 0.4, se: 0.2 }, RELATIVE_PRIOR);
    const absolute = posterior({ estimate: 0.4 * 7, se: 0.2 * 7 }, absolutePrior(RELATIVE_PRIOR, -7));
    expect(absolute.mean).toBeCloseTo(7 * relative.mean, 12);
    expect(absolute.chanceToWin).toBeCloseTo(relative.chanceToWin, 12);
    expect(absolutePrior({ mean: 0.1, variance: 1 }, -7)).toEqual({ mean: 0.7000000000000001, variance: 49 });
  });
});

describe('the expected loss', () => {
  it('is E max(effect, 0) for control, and E max(−effect, 0) for treatment', () => {
    const [mean, sd, steps] = [0.3, 0.8, 40_000];
    let [gained, lost] = [0, 0];
    for (let step = 0; step < steps; step += 1) {
      const z = -10 + (20 * (step + 0.5)) / steps;
      const weight = (normalPdf(z) * 20) / steps;
      gained += weight * Math.max(0, mean + sd * z);
      lost += weight * Math.max(0, -mean - sd * z);
    }
    expect(expectedLoss(mean, sd).control).toBeCloseTo(gained, 8);
    expect(expectedLoss(mean, sd).treatment).toBeCloseTo(lost, 8);
  });

  it('differs by the mean, and is never negative', () => {
    fc.assert(
      fc.property(means, sds, (mean, sd) => {
        const { control, treatment } = expectedLoss(mean, sd);
        expect(control - treatment).toBeCloseTo(mean, 9);
        expect(Math.min(control, treatment)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
