import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, draftedContent } from '../../test/support/experiments.js';
import type { Json } from '../event-store/index.js';
import type { Metric } from '../metrics/index.js';
import { thresholdsIn } from './content/guardrails.js';
import type { ThresholdGuardrail } from './experiment.events.js';
import { dividesByExposures, falseTripsPerDay, warningsOf } from './warnings.js';

const metric: Metric = {
  key: 'crashes',
  version: 1,
  name: 'Crashes',
  direction: 'lower_is_better',
  rule: { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'view' },
};
const [first] = thresholdsIn(draftedContent.guardrails);
if (!first) throw new Error('the draft has a guardrail');
const guardrail: ThresholdGuardrail = first;
const onceADay = { ...guardrail, windowMinutes: null, scope: 'treatments' } as const;

describe('the chance of a false trip', () => {
  it('is that of a Poisson variable to exceed twice its mean, at the worst sample', () => {
    // One crash trips a small sample; just below ten subjects 0.5 crashes are expected: 1 - e^-0.5.
    expect(falseTripsPerDay(onceADay, metric, 2)).toBeCloseTo(1 - Math.exp(-0.5), 10);
    // From ten subjects on two are needed, at most one expected: 1 - 2 e^-1.
    expect(falseTripsPerDay({ ...onceADay, minSample: 10 }, metric, 2)).toBeCloseTo(1 - 2 * Math.exp(-1), 10);
  });

  it('grows with the windows of a day and the arms that are judged', () => {
    const once = 1 - 2 * Math.exp(-1);
    const sampled = { ...onceADay, minSample: 10 };
    const hourly = falseTripsPerDay({ ...sampled, windowMinutes: 60 }, metric, 2);
    expect(hourly).toBeCloseTo(1 - (1 - once) ** 24, 10);
    const all = falseTripsPerDay({ ...sampled, scope: 'any_variant' }, metric, 2);
    expect(all).toBeCloseTo(1 - (1 - once) ** 3, 10);
    const arms = falseTripsPerDay({ ...sampled, scope: 'any_variant', action: 'disable_arm' }, metric, 2);
    expect(arms).toBeCloseTo(1 - (1 - once) ** 2, 10);
  });

  it('is from below where higher is better, at twice the threshold', () => {
    const sales = { ...metric, direction: 'higher_is_better' } as const;
    // 20 subjects at 0.2 expect four, fewer than two trip: 5 e^-4; just above them 0.2: P(≤ 2 | 4) = 13 e^-4.
    expect(falseTripsPerDay({ ...onceADay, minSample: 20 }, sales, 2)).toBeCloseTo(13 * Math.exp(-4), 10);
  });

  it('never grows with the sample, stays a chance, and vanishes', () => {
    const direction = fc.constantFrom('lower_is_better' as const, 'higher_is_better' as const);
    const sample = fc.integer({ min: 0, max: 1_000_000 });
    const threshold = fc.integer({ min: 1, max: 100_000 }).map((n) => String(n / 10_000));
    fc.assert(
      fc.property(direction, sample, sample, threshold, (direction, one, other, threshold) => {
        const chance = (minSample: number): number =>
          falseTripsPerDay({ ...guardrail, threshold, minSample }, { ...metric, direction }, 3) ?? Number.NaN;
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        expect(chance(large)).toBeGreaterThanOrEqual(0);
        expect(chance(small)).toBeLessThanOrEqual(1);
        if (direction === 'lower_is_better') expect(chance(large)).toBeLessThanOrEqual(chance(small) + 1e-9);
      }),
      { seed: 3, numRuns: 500 },
    );
    expect(falseTripsPerDay({ ...guardrail, minSample: 1_000 }, metric, 3)).toBeLessThan(1e-3);
  });

  it('is unknown where the numerator is no count, or the threshold no rate', () => {
    expect(falseTripsPerDay({ ...guardrail, threshold: '0' }, metric, 2)).toBeNull();
  });
});

describe('warnings', () => {
  const recruitment = { perDay: null, needed: null, now: at(0) };
  const none = { served: 'old', metrics: new Map(), exposures: new Set<string>(), recruitment };
  const codes = (surroundings: Parameters<typeof warningsOf>[1], content = draftedContent): string[] =>
    warningsOf(content, surroundings).map((each) => each.code);

  it('name a control that is not what the flag serves', () => {
    expect(codes(none)).toEqual([]);
    expect(codes({ ...none, served: 'new' })).toEqual(['control_not_status_quo']);
    const json = draftedContent.variants.map((variant, n) => ({ ...variant, value: { a: 1 + n, b: 2 } }));
    expect(codes({ ...none, served: { b: 2, a: 1 } }, { ...draftedContent, variants: json })).toEqual([]);
  });

  it('name a control that no subject gets', () => {
    const weighing = (...weights: string[]) => {
      const variants = draftedContent.variants.map((variant, n) => ({ ...variant, weight: weights[n] ?? '' }));
      return codes(none, { ...draftedContent, variants });
    };
    expect(weighing('0', '60', '40')).toEqual(['control_without_weight']);
    expect(weighing('0.00', '60', '40')).toEqual(['control_without_weight']);
    expect(weighing('0.01', '99.99', '0')).toEqual([]);
  });

  it('name arms that serve the same value, once for each value', () => {
    const serving = (...values: Json[]) => {
      const variants = draftedContent.variants.map((variant, n) => ({ ...variant, value: values[n] ?? null }));
      return warningsOf({ ...draftedContent, variants }, { ...none, served: undefined });
    };
    expect(serving('old', 'new', 'new')).toMatchObject([
      { code: 'same_value_arms', message: 'treatment, other serve the same value' },
    ]);
    expect(serving({ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 })).toMatchObject([
      { code: 'same_value_arms', message: 'control, treatment serve the same value' },
    ]);
    expect(serving(1, 1, 1)).toHaveLength(1);
    expect(serving(1, '1', true)).toEqual([]);
  });

  it('name a traffic of zero', () => {
    expect(codes(none, { ...draftedContent, traffic: '0' })).toEqual(['no_traffic']);
    expect(codes(none, { ...draftedContent, traffic: '0.01' })).toEqual([]);
  });

  it('name a guardrail that chance trips, and none that has its sample', () => {
    const metrics = new Map([['crashes', metric]]);
    const [found] = warningsOf(draftedContent, { ...none, metrics });
    expect(found).toMatchObject({ code: 'hair_trigger', guardrail: 'crashes' });
    const careful = { ...draftedContent, guardrails: [{ ...guardrail, minSample: 1_000 }] };
    expect(codes({ ...none, metrics }, careful)).toEqual([]);
  });

  it('name a sliding ratio to exposures', () => {
    const exposures = new Set(['view']);
    expect(dividesByExposures(guardrail, metric, exposures)).toBe(true);
    expect(dividesByExposures({ ...guardrail, windowMinutes: null }, metric, exposures)).toBe(false);
    expect(dividesByExposures(guardrail, metric, new Set(['crash']))).toBe(false);
    const conversion = { ...metric, rule: { kind: 'conversion', event: 'view' } } as const;
    expect(dividesByExposures(guardrail, conversion, exposures)).toBe(false);
    const careful = { ...draftedContent, guardrails: [{ ...guardrail, minSample: 1_000 }] };
    expect(codes({ ...none, metrics: new Map([['crashes', metric]]), exposures }, careful)).toEqual([
      'exposure_denominator',
    ]);
  });

  it('name a threshold that no value is beyond, instead of a chance to trip it', () => {
    const of = (kind: 'conversion' | 'count', direction: 'lower_is_better' | 'higher_is_better', threshold: string) => {
      const watched = { ...metric, direction, rule: { kind, event: 'sale' } };
      const content = { ...draftedContent, guardrails: [{ ...guardrail, threshold }] };
      return codes({ ...none, metrics: new Map([['crashes', watched]]) }, content);
    };
    expect(of('conversion', 'lower_is_better', '1')).toEqual(['cannot_breach']);
    expect(of('conversion', 'higher_is_better', '0')).toEqual(['cannot_breach']);
    expect(of('count', 'higher_is_better', '0.0')).toEqual(['cannot_breach']);
    for (const [kind, direction, threshold] of [
      ['conversion', 'lower_is_better', '0.99'],
      ['conversion', 'higher_is_better', '1'],
      ['count', 'lower_is_better', '1'],
      ['count', 'lower_is_better', '0'],
    ] as const)
      expect(of(kind, direction, threshold)).not.toContain('cannot_breach');
  });
});
