import { Big } from 'big.js';
import { invalid } from '../primitives/refusal.js';
import type { MetricKind, MetricRule } from './metric.js';

/** The fields of a request's rule, for all kinds. */
export interface RuleFields {
  readonly numeratorEvent?: string;
  readonly denominatorEvent?: string;
  readonly event?: string;
  readonly property?: string;
  readonly quantile?: string;
}

/** @throws Refusal if the rule does not fit its kind */
export function ruleOf(kind: MetricKind, rule: RuleFields): MetricRule {
  switch (kind) {
    case 'ratio':
      only(rule, ['numeratorEvent', 'denominatorEvent'], kind);
      return {
        kind,
        numeratorEvent: required(rule.numeratorEvent, 'numeratorEvent'),
        denominatorEvent: required(rule.denominatorEvent, 'denominatorEvent'),
      };
    case 'conversion':
    case 'count':
      only(rule, ['event'], kind);
      return { kind, event: required(rule.event, 'event') };
    case 'sum':
    case 'mean':
      only(rule, ['event', 'property'], kind);
      return { kind, event: required(rule.event, 'event'), property: required(rule.property, 'property') };
    case 'quantile':
      only(rule, ['event', 'property', 'quantile'], kind);
      return {
        kind,
        event: required(rule.event, 'event'),
        property: required(rule.property, 'property'),
        quantile: checkedQuantile(required(rule.quantile, 'quantile')),
      };
  }
}

function checkedQuantile(quantile: string): string {
  const value = new Big(quantile);
  if (value.lte(0) || value.gte(1)) {
    throw invalid('out_of_range', 'a quantile is above 0 and below 1', '/rule/quantile');
  }
  return quantile;
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw invalid('required', `the rule needs ${name}`, `/rule/${name}`);
  return value;
}

function only(rule: RuleFields, names: readonly (keyof RuleFields)[], kind: MetricKind): void {
  for (const [name, value] of Object.entries(rule)) {
    if (value === undefined || names.some((allowed) => allowed === name)) continue;
    throw invalid('unknown_field', `the rule of a ${kind} has no ${name}`, `/rule/${name}`);
  }
}
