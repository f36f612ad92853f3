import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alarmsAmong, SampleRatioStream } from '../../test/support/sample-ratio-streams.js';
import {
  dirichletMixture,
  multinomialLogs,
  pearson,
  sampleRatio,
  sampleRatioOverPhases,
  sequentialSampleRatio,
} from './srm.js';

describe('the sample ratio test', () => {
  // GrowthBook, packages/back-end/test/stats.test.ts, 'calculates SRM correctly'.
  it.each([
    [[1000, 1200], [0.5, 0.5], 2.0079e-5],
    [[135, 115], [0.5, 0.5], 0.205903211],
    [[310, 98], [0.75, 0.25], 0.647434186],
    [[1000, 1200, 900], [0.5, 0.5, 0], 2.0079e-5],
    [[0, 10, 10], [0.34, 0.33, 0.33], 0.005790624],
    [[500, 500, 600], [0.34, 0.33, 0.33], 0.000592638],
  ])('of %j against %j is %d', (observed, weights, expected) => {
    expect(sampleRatio(observed, weights)?.pValue).toBeCloseTo(expected, 9);
  });

  it('of few subjects is none, while χ² itself is still a number', () => {
    expect(sampleRatio([4, 4], [50, 50])).toBeNull();
    expect(pearson([6, 2], [50, 50]).chiSquare).toBe(2);
    for (const [observed, weights] of [
      [
        [0, 0],
        [50, 50],
      ],
      [
        [1_000, 900],
        [1, 0],
      ],
    ] as const) {
      expect(pearson(observed, weights)).toEqual({ chiSquare: 0, pValue: 1 });
    }
  });

  // Kohavi, Tang, Xu, 'Trustworthy Online Controlled Experiments', chapter on sample ratio mismatch.
  it('finds the mismatch of the book', () => {
    expect(sampleRatio([821_588, 815_482], [50, 50])?.pValue).toBeCloseTo(1.8e-6, 7);
  });

  it.each([
    ['one arm', [1000, 900], [1, 0]],
    ['nobody', [0, 0], [1, 1]],
    ['too few expected', [4, 4], [50, 50]],
  ])('of %s is not computable', (_, observed, weights) => expect(sampleRatio(observed, weights)).toBeNull());
});

/** log(1000): where the evidence is called a mismatch. */
const ALARM = Math.log(1_000);

describe('the sample ratio test that may be looked at after each subject', () => {
  // optimizely/ssrm, ssrm_test/test_ssrm_test.py, test_sequential_posteriors: log m1 - log m0 after each batch.
  it.each([
    [[20, 17, 9], -7.028201432058012, -4.0776406466061985],
    [[38, 38, 17], -11.947847738358888, -8.265946861099877],
    [[42, 44, 21], -15.471401950257842, -11.610743519545139],
    [[60, 63, 32], -19.96484521090386, -15.781031228536165],
  ])('of %j is what Optimizely computes', (counts, mixture, fixed) => {
    expect(dirichletMixture(counts, [0.4, 0.4, 0.2], [1, 1, 1])).toBeCloseTo(mixture - fixed, 6);
  });

  // assuncaolfi/savvi, _freeze/examples/Multinomial.
  it('comes to the p-value of savvi', () => {
    expect(Math.exp(-sequentialSampleRatio([40, 129, 233], [0.1, 0.4, 0.5], 100))).toBeCloseTo(0.0485, 4);
  });

  it('does not take 11 subjects of 11 in one arm for a mismatch, 126 of 126 it does', () => {
    expect(Math.exp(sequentialSampleRatio([11, 0], [50, 50]))).toBeCloseTo(1.056, 3);
    expect(sequentialSampleRatio([125, 0], [50, 50])).toBeLessThan(ALARM);
    expect(sequentialSampleRatio([126, 0], [50, 50])).toBeGreaterThan(ALARM);
  });

  it.each([
    ['one arm', [1_000], [100]],
    ['one arm beside those of no weight', [1_000, 900], [1, 0]],
    ['no arms', [], []],
    ['nobody', [0, 0], [50, 50]],
  ])('says nothing of %s', (_, observed, weights) => expect(sequentialSampleRatio(observed, weights)).toBeCloseTo(0));

  it('multiplies its e-values over phases, each by its own weights', () => {
    const phases = [
      { observed: [500, 500], weights: [50, 50] },
      { observed: [900, 100], weights: [90, 10] },
    ];
    const each = phases.map(({ observed, weights }) => sequentialSampleRatio(observed, weights));
    expect(sampleRatioOverPhases(phases)).toBeCloseTo((each[0] ?? NaN) + (each[1] ?? NaN), 12);
    expect(sampleRatioOverPhases(phases)).toBeLessThan(0);
    expect(sequentialSampleRatio([1_400, 600], [50, 50])).toBeGreaterThan(ALARM);
    expect(sampleRatioOverPhases([])).toBe(0);
  });

  it('gives the likelihoods of batches, whose difference depends on all subjects only', () => {
    const shares = [0.5, 0.3, 0.2];
    const logs = multinomialLogs(
      [
        [3, 1, 0],
        [0, 0, 0],
        [2, 2, 5],
      ],
      shares,
      [5, 3, 2],
    );
    const last = logs.at(-1) ?? { mixture: NaN, fixed: NaN };
    expect(last.mixture - last.fixed).toBeCloseTo(dirichletMixture([5, 3, 5], shares, [5, 3, 2]), 12);
    // 4!/(3!·1!) · 0.5³ · 0.3.
    expect(Math.exp(logs[0]?.fixed ?? NaN)).toBeCloseTo(4 * 0.5 ** 3 * 0.3, 14);
  });

  it('leaves arms of no weight aside', () => {
    expect(sequentialSampleRatio([1_000, 1_300, 7], [50, 50, 0])).toBe(sequentialSampleRatio([1_000, 1_300], [1, 1]));
  });

  it('finds a billion subjects that split as they should to be evidence for it, and a hair off against it', () => {
    expect(sequentialSampleRatio([500_000_000, 500_000_000], [50, 50])).toBeCloseTo(-0.5 * Math.log(1e9 / 1e3), 2);
    expect(sequentialSampleRatio([500_200_000, 499_800_000], [50, 50])).toBeGreaterThan(ALARM);
  });

  const arms = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), subjects: fc.nat(5_000) }), {
    minLength: 2,
    maxLength: 8,
  });
  const observedOf = (all: readonly { subjects: number }[]): number[] => all.map(({ subjects }) => subjects);
  const weightsOf = (all: readonly { weight: number }[]): number[] => all.map(({ weight }) => weight);

  it('is a finite number, whatever the arms are called, in whatever scale their weights are', () => {
    fc.assert(
      fc.property(arms, fc.integer({ min: 1, max: 1_000 }), (all, scale) => {
        const logE = sequentialSampleRatio(observedOf(all), weightsOf(all));
        const turned = [...all].reverse().map(({ weight, subjects }) => ({ weight: weight * scale, subjects }));
        expect(Number.isFinite(logE)).toBe(true);
        expect(sequentialSampleRatio(observedOf(turned), weightsOf(turned))).toBeCloseTo(logE, 6);
      }),
    );
  });

  it('is a martingale: over the arm of the next subject the e-value is on average what it was', () => {
    fc.assert(
      fc.property(arms, (all) => {
        const [observed, weights] = [observedOf(all), weightsOf(all)];
        const scale = weights.reduce((sum, weight) => sum + weight, 0);
        const before = sequentialSampleRatio(observed, weights);
        const average = weights.reduce((sum, weight, arm) => {
          const next = observed.map((subjects, index) => (index === arm ? subjects + 1 : subjects));
          return sum + (weight / scale) * Math.exp(sequentialSampleRatio(next, weights) - before);
        }, 0);
        expect(average).toBeCloseTo(1, 6);
      }),
    );
  });

  it('grows subject by subject as the simulation of it does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 300 }), (stream) => {
        const simulated = new SampleRatioStream(Float64Array.of(0.5, 0.3, 0.2));
        const observed = [0, 0, 0];
        for (const arm of stream) {
          observed[arm] = (observed[arm] ?? 0) + 1;
          simulated.take(arm);
        }
        expect(Math.log(simulated.evidence)).toBeCloseTo(sequentialSampleRatio(observed, [50, 30, 20]), 8);
      }),
    );
  });

  it('looked at after each of 20,000 subjects, takes a true split for a mismatch as seldom as it says', () => {
    // 0.1% of 1,000 and two standard errors; 10,000 streams of three splits are the long test's.
    expect(alarmsAmong(1_000, 20_000, [0.5, 0.5], [0.5, 0.5], 1)).toBeLessThanOrEqual(3);
  });

  it('finds a split of 48 to 52 within 30,000 subjects', () => {
    expect(alarmsAmong(200, 30_000, [0.5, 0.5], [0.48, 0.52], 2)).toBeGreaterThanOrEqual(190);
  });
});
