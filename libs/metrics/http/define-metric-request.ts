import { BUILT_IN_TYPES } from '../../telemetry/index.js';
import { DecimalField, EnumField, KeyField, ObjectField, TextField } from '../../platform/fields.js';
import { DIRECTIONS, METRIC_KINDS, type Direction, type Metric, type MetricKind } from '../metric.js';
import { ruleOf, type RuleFields } from '../rule-fields.js';

const builtIn = [...BUILT_IN_TYPES.keys()];

export class MetricRuleRequest implements RuleFields {
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
