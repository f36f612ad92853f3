import { describe, expect, it } from '@jest/globals';
import gammaln from '@stdlib/math-base-special-gammaln';
import { readFileSync } from 'node:fs';
import {
  betaCdf,
  betaQuantile,
  chiSquareSf,
  logBeta,
  logIncompleteBeta,
  normalCdf,
  normalLogCdf,
  normalQuantile,
  normalSf,
  tQuantile,
  tSf,
} from './distributions.js';

interface Reference {
  readonly fn: string;
  readonly args: readonly number[];
  readonly ref: string;
}

const text = readFileSync(new URL('./published.vectors.json', import.meta.url), 'utf8');
const references = (JSON.parse(text) as { readonly distributions: readonly Reference[] }).distributions;

const functions: Record<string, (...args: number[]) => number> = {
  normcdf: normalCdf,
  normq: normalQuantile,
  tcdf: (t = NaN, df = NaN) => tSf(-t, df),
  tq: tQuantile,
  chi2sf: chiSquareSf,
  betacdf: betaCdf,
  betaq: betaQuantile,
  lbeta: logBeta,
  lgamma: gammaln,
};

describe('a distribution', () => {
  it.each(references)('$fn$args is $ref', ({ fn, args, ref }) => {
    const value = functions[fn]?.(...args) ?? NaN;
    expect(Math.abs(value - Number(ref))).toBeLessThanOrEqual(1e-12 * Math.abs(Number(ref)));
  });

  it('keeps the digits of upper tails', () => {
    expect(normalSf(20) / 2.7536241186062337e-89).toBeCloseTo(1, 12);
    expect(normalLogCdf(-20) / Math.log(2.7536241186062337e-89)).toBeCloseTo(1, 14);
    // ln Φ(−50): −x²/2 − ln(x√2π) + ln(1 − 1/x² + 3/x⁴ − 15/x⁶).
    const far = -1250 - Math.log(50 * Math.sqrt(2 * Math.PI)) + Math.log1p(-(50 ** -2) + 3 * 50 ** -4 - 15 * 50 ** -6);
    expect(normalLogCdf(-50) / far).toBeCloseTo(1, 12);
  });

  it("is normal where Student's t has no end of degrees of freedom", () => {
    expect(tSf(1.5, Infinity)).toBe(normalSf(1.5));
    expect(tQuantile(0.975, Infinity)).toBeCloseTo(1.959963984540054, 14);
  });
});

describe('the log of the incomplete beta function', () => {
  it.each([
    [0.3, 2, 5],
    [0.5, 100, 100],
    [1, 3, 4],
  ])('at %d of (%d, %d) is that of its factors', (x, a, b) => {
    expect(logIncompleteBeta(x, a, b)).toBeCloseTo(Math.log(betaCdf(x, a, b)) + logBeta(a, b), 11);
  });

  it('goes on where the function underflows', () => {
    expect(betaCdf(0.01, 1_000, 10)).toBe(0);
    // Near 0 the integrand is t^(a−1)(1 − (b−1)t + …), and b = 1 is exact: x^a / a.
    expect(logIncompleteBeta(0.01, 1_000, 1)).toBeCloseTo(1_000 * Math.log(0.01) - Math.log(1_000), 9);
    // The series of 2 terms in b = 2: x^a/a − x^(a+1)/(a+1).
    const two = 1_000 * Math.log(0.01) + Math.log(1 / 1_000 - 0.01 / 1_001);
    expect(logIncompleteBeta(0.01, 1_000, 2)).toBeCloseTo(two, 9);
  });
});
