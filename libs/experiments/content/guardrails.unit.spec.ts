import { describe, expect, it } from '@jest/globals';
import { comparisonsIn, namedGuardrails, thresholdsIn, type GuardrailDraft } from './guardrails.js';
import { dimensionsOf } from './dimensions.js';
import { plannedOf, type PlanDraft } from './planned.js';

const threshold: GuardrailDraft = { metric: 'crashes', threshold: '0.1', action: 'pause' };
const comparison: GuardrailDraft = {
  metric: 'crashes',
  scope: 'treatment_vs_control',
  margin: '0.02',
  action: 'disable_arm',
};

describe('guardrails', () => {
  it('are of the kind that their scope says, each with its own fields', () => {
    const named = namedGuardrails([threshold, comparison]);
    const sources = 'server';
    const defaults = { windowMinutes: 60, per: 'event', minSample: 0, scope: 'any_variant', sources };
    expect(named).toEqual([
      { kind: 'threshold', key: 'crashes', ...threshold, ...defaults },
      { kind: 'comparison', key: 'crashes-2', ...comparison, sources },
    ]);
    expect([thresholdsIn(named), comparisonsIn(named)]).toEqual([[named[0]], [named[1]]]);
    // An amendment may send back what was answered.
    expect(namedGuardrails(named)).toEqual(named);
  });

  it.each<[GuardrailDraft, string, string]>([
    [{ ...comparison, threshold: '1' }, 'unknown_field', '/threshold'],
    [{ ...comparison, windowMinutes: null }, 'unknown_field', '/windowMinutes'],
    [{ ...comparison, per: 'event' }, 'unknown_field', '/per'],
    [{ ...comparison, minSample: 0 }, 'unknown_field', '/minSample'],
    [{ ...comparison, margin: undefined }, 'required', '/margin'],
    [{ ...comparison, margin: '1' }, 'out_of_range', '/margin'],
    [{ ...comparison, margin: '0' }, 'out_of_range', '/margin'],
    [{ ...comparison, kind: 'threshold' }, 'contradiction', '/kind'],
    [{ ...threshold, kind: 'comparison' }, 'contradiction', '/kind'],
    [{ ...threshold, margin: '0.1' }, 'unknown_field', '/margin'],
    [{ ...threshold, threshold: undefined }, 'required', '/threshold'],
  ])('refuse %j', (draft, code, pointer) => {
    expect(() => namedGuardrails([threshold, draft])).toThrow(
      expect.objectContaining({ code, pointer: `/guardrails/1${pointer}` }),
    );
  });
});

describe('a plan', () => {
  it('has subjects or days, and the usual power and alpha', () => {
    const usual = { power: '0.8', alpha: '0.05' };
    expect(plannedOf({ mde: '0.05', days: 14 })).toEqual({ mde: '0.05', ...usual, days: 14 });
    expect(plannedOf({ mde: '2', power: '0.9', alpha: '0.1', subjects: 10 })).toEqual({
      mde: '2',
      power: '0.9',
      alpha: '0.1',
      subjects: 10,
    });
    expect(plannedOf(null)).toBeNull();
  });

  it.each<[PlanDraft, string, string]>([
    [{ mde: '0', days: 1 }, 'out_of_range', '/planned/mde'],
    [{ mde: '0.1', days: 1, power: '1' }, 'out_of_range', '/planned/power'],
    [{ mde: '0.1', days: 1, alpha: '0' }, 'out_of_range', '/planned/alpha'],
    [{ mde: '0.1' }, 'subjects_or_days', '/planned'],
    [{ mde: '0.1', days: 1, subjects: 1 }, 'subjects_or_days', '/planned'],
  ])('refuses %j', (draft, code, pointer) => {
    expect(() => plannedOf(draft)).toThrow(expect.objectContaining({ code, pointer }));
  });
});

describe('dimensions', () => {
  const country = { key: 'country', attribute: 'address.country', values: ['NL', 'BE'] };

  it('have keys, paths and values of their own', () => {
    expect(dimensionsOf([country, { ...country, key: 'again' }])).toEqual([country, { ...country, key: 'again' }]);
  });

  it.each([
    [[country, country], 'duplicate_key', '/dimensions/1/key'],
    [[{ ...country, values: ['NL', 'BE', 'NL'] }], 'duplicate_value', '/dimensions/0/values/2'],
    [[{ ...country, values: [] }], 'required', '/dimensions/0/values'],
    [[{ ...country, attribute: 'address.' }], 'invalid_path', '/dimensions/0/attribute'],
  ])('refuse %j', (drafts, code, pointer) => {
    expect(() => dimensionsOf(drafts)).toThrow(expect.objectContaining({ code, pointer }));
  });
});
