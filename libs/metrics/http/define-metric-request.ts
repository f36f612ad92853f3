import { Big } from 'big.js';
import { BUILT_IN_TYPES } from '../../events/index.js';
import { DecimalField, EnumField, KeyField, ObjectField, TextField } from '../../platform/fields.js';
import { invalid } from '../../platform/refusal.js';
import { DIRECTIONS, METRIC_KINDS, type Direction, type Metric, type MetricKind, type MetricRule } from '../metric.js';

const builtIn = [...BUILT_IN_TYPES.keys()];

export class MetricRuleRequest {
  @KeyField({ optional: true, builtIn, description: 'ratio: event type counted above the line' })
  numeratorEvent?: string;

  @KeyField({ optional: true, builtIn, description: 'ratio: event type counted below the line' })
  denominatorEvent?: string;

  @KeyField({ optional: true, builtIn, description: 'every other kind: the event type that counts' })
  event?: string;

  @TextField({ optional: true, max: 100, description: 'sum, mean, quantile: the numeric property' })
  property?: string;

  @DecimalField({ optional: true, description: 'quantile: above 0 and below 1, such as "0.95"' })
  quantile?: string;
}

export class DefineMetricRequest {
  @KeyField()
  key!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(METRIC_KINDS)
  kind!: MetricKind;

  @EnumField(DIRECTIONS)
  direction!: Direction;

  @ObjectField(() => MetricRuleRequest)
  rule!: MetricRuleRequest;
}

export class EditMetricRequest {
  @TextField({ max: 200 })
  name!: string;
}

export class AddMetricVersionRequest {
  @EnumField(METRIC_KINDS, { optional: true, description: 'As before where it is left out' })
  kind?: MetricKind;

  @EnumField(DIRECTIONS, { optional: true, description: 'As before where it is left out' })
  direction?: Direction;

  @ObjectField(() => MetricRuleRequest)
  rule!: MetricRuleRequest;
}

/** The metric that a request describes. @throws Refusal where the rule does not fit its kind */
export function metricOf(request: DefineMetricRequest): Omit<Metric, 'version'> {
  const { key, name, direction } = request;
  return { key, name, direction, rule: ruleOf(request.kind, request.rule) };
}

/** @throws Refusal where the rule does not fit its kind */
export function ruleOf(kind: MetricKind, rule: MetricRuleRequest): MetricRule {
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

function only(rule: MetricRuleRequest, names: readonly (keyof MetricRuleRequest)[], kind: MetricKind): void {
  for (const [name, value] of Object.entries(rule)) {
    if (value === undefined || names.some((known) => known === name)) continue;
    throw invalid('unknown_field', `the rule of a ${kind} has no ${name}`, `/rule/${name}`);
  }
}
