import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../evaluation/index.js';
import { addVersion, atVersion, defineMetric, metricAggregate, metricDocument, type Metric } from './metric.js';
import { termsFor, type TermFields } from './metric-terms.js';
import { eventTypesOf, partsOf, propertiesOf, type MetricKind, type MetricRule } from './rule.js';
import { ruleOf, type RuleFields } from './rule-fields.js';

const paid: Condition = { currency: { $in: ['EUR', 'USD'] } };
const revenue: RuleFields = {
  numerator: { event: 'order', property: 'revenue', where: paid },
  denominatorEvent: { event: 'session' },
};
const plain: MetricRule = { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'view' };

describe('a rule', () => {
  it('of a ratio has sides that sum a property and filter events, stored beside the names of their events', () => {
    const rule = ruleOf('ratio', revenue);
    expect(rule).toEqual({
      kind: 'ratio',
      numeratorEvent: 'order',
      denominatorEvent: 'session',
      numerator: { property: 'revenue', where: paid },
      semantics: 2,
    });
    expect(partsOf(rule)).toEqual({
      numerator: { event: 'order', property: 'revenue', where: paid, semantics: 2 },
      denominator: { event: 'session' },
    });
    expect(eventTypesOf(rule)).toEqual(['order', 'session']);
  });

  it('is stored as ever where nothing is refined, and stored rules have their parts', () => {
    expect(ruleOf('ratio', { numeratorEvent: { event: 'crash' }, denominator: { event: 'view' } })).toEqual(plain);
    expect(partsOf(plain)).toEqual({ numerator: { event: 'crash' }, denominator: { event: 'view' } });
  });

  it.each<[MetricKind, RuleFields, object]>([
    ['conversion', { event: 'order', where: paid }, { event: 'order', where: paid, semantics: 2 }],
    ['count', { event: 'order' }, { event: 'order' }],
    ['sum', { event: 'order', property: 'revenue' }, { event: 'order', property: 'revenue' }],
    ['mean', { event: 'o', property: 'p', where: {} }, { event: 'o', property: 'p', where: {}, semantics: 2 }],
    ['quantile', { event: 'o', property: 'p', quantile: '0.5' }, { event: 'o', property: 'p' }],
  ])('of a %s has one part', (kind, fields, numerator) => {
    expect(partsOf(ruleOf(kind, fields))).toEqual({ numerator, denominator: null });
  });

  it.each<[MetricKind, RuleFields, string, string]>([
    ['ratio', { ...revenue, numeratorEvent: { event: 'crash' } }, 'contradiction', '/rule/numerator'],
    ['ratio', { ...revenue, numeratorEvent: { event: 'order', property: 'a' } }, 'contradiction', '/rule/numerator'],
    ['ratio', { numerator: { event: 'order' } }, 'required', '/rule/denominatorEvent'],
    ['ratio', { ...revenue, where: paid }, 'unknown_field', '/rule/where'],
    ['count', { event: 'order', property: 'a' }, 'unknown_field', '/rule/property'],
    ['count', { event: 'a', where: { b: { $near: 1 } } }, 'unknown_operator', '/rule/where/b/$near'],
    ['count', { event: 'a', where: { b: { $inGroup: 'vip' } } }, 'group_in_rule', '/rule/where/b/$inGroup'],
    ['count', { event: 'a', where: { $or: [{ subjectId: 'x' }] } }, 'subject_in_rule', '/rule/where/$or/0/subjectId'],
    [
      'ratio',
      { numeratorEvent: { event: 'a', where: { subjectId: 'x' } }, denominatorEvent: { event: 'b' } },
      'subject_in_rule',
      '/rule/numeratorEvent/where/subjectId',
    ],
    [
      'ratio',
      { numeratorEvent: { event: 'a' }, denominator: { event: 'b', where: { c: { $regex: '(' } } } },
      'invalid_pattern',
      '/rule/denominator/where/c/$regex',
    ],
  ])('of a %s refuses %j', (kind, fields, code, pointer) => {
    expect(() => ruleOf(kind, fields)).toThrow(expect.objectContaining({ code, pointer }));
  });

  it('takes back what was answered', () => {
    const rule = ruleOf('ratio', revenue);
    const shown = metricDocument({ key: 'm', version: 1, name: 'M', direction: 'higher_is_better', rule });
    expect(shown).toMatchObject({ kind: 'ratio', cap: null, varianceReduction: null });
    expect(shown.rule).toMatchObject({ numeratorEvent: 'order', numerator: revenue.numerator });
    expect(ruleOf('ratio', { ...revenue, numeratorEvent: { event: 'order' } })).toEqual(rule);
  });

  it('says which properties it reads', () => {
    const where: Condition = {
      $and: [{ 'cart.total': { $gt: 1 } }, { $not: { sku: 'a' } }, { $nor: [{ sku: 'b' }] }],
      items: { $elemMatch: { colour: 'red' } },
    };
    expect(propertiesOf({ event: 'order', property: 'revenue', where })).toEqual([
      'revenue',
      'cart.total',
      'cart',
      'sku',
      'items',
    ]);
    expect(propertiesOf({ event: 'order' })).toEqual([]);
  });
});

describe('the terms of a version', () => {
  const rule: MetricRule = { kind: 'sum', event: 'order', property: 'revenue' };
  const terms = { cap: '100', varianceReduction: { days: 7 } };

  it('are those of the version before unless they are given; null is none', () => {
    expect(termsFor(rule, {}, terms)).toEqual(terms);
    expect(termsFor(rule, { cap: null, varianceReduction: { days: 1 } }, terms)).toEqual({
      varianceReduction: { days: 1 },
    });
    expect(termsFor(rule, {})).toEqual({});
  });

  it.each<[MetricKind, TermFields, string, string]>([
    ['conversion', { cap: '1' }, 'no_cap', '/cap'],
    ['quantile', { cap: '1' }, 'no_cap', '/cap'],
    ['sum', { cap: '0' }, 'out_of_range', '/cap'],
    ['quantile', { varianceReduction: { days: 1 } }, 'no_variance_reduction', '/varianceReduction'],
  ])('of a %s refuse %j', (kind, fields, code, pointer) => {
    const any = { ...rule, kind, quantile: '0.5' } as unknown as MetricRule;
    expect(() => termsFor(any, fields)).toThrow(expect.objectContaining({ code, pointer }));
  });

  it('belong to their version alone, and a version without them is stored as ever', () => {
    const first: Omit<Metric, 'version'> = { key: 'm', name: 'M', direction: 'higher_is_better', rule };
    const facts = { by: { kind: 'user', id: 'u', name: 'u' }, at: '' } as const;
    const [defined] = defineMetric(null, { ...first, ...terms });
    const capped = defined ? metricAggregate.evolve(null, defined, facts) : null;
    expect(addVersion(capped, 'm', { direction: first.direction, rule, ...terms })).toEqual([]);
    const [added] = addVersion(capped, 'm', { direction: first.direction, rule });
    expect(added?.data).toEqual({ version: 2, direction: first.direction, rule });
    const both = added ? metricAggregate.evolve(capped, added, facts) : null;
    if (!both) throw new Error('there is a metric');
    expect(atVersion(both, 1)).toEqual({ ...first, version: 1, ...terms });
    expect(atVersion(both, 2)).toEqual({ ...first, version: 2 });
    expect([both.cap, both.varianceReduction]).toEqual([undefined, undefined]);
  });
});
