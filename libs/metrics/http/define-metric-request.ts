import { Example } from '../../platform/example.js';
import { BUILT_IN_TYPES } from '../../telemetry/index.js';
import { DecimalField, EnumField, KeyField, ObjectField, TextField } from '../../platform/fields.js';
import { DIRECTIONS, METRIC_KINDS, type Direction, type Metric, type MetricKind } from '../metric.js';
import { ruleOf, type RuleFields } from '../rule-fields.js';

const builtIn = [...BUILT_IN_TYPES.keys()];

export class MetricRuleRequest implements RuleFields {
  @KeyField({ optional: true, builtIn, description: 'ratio: event type counted in the numerator' })
  numeratorEvent?: string;

  @KeyField({ optional: true, builtIn, description: 'ratio: event type counted in the denominator' })
  denominatorEvent?: string;

  @KeyField({ optional: true, builtIn, description: 'other kinds: event type that is counted' })
  event?: string;

  @TextField({ optional: true, max: 100, description: 'sum, mean, quantile: the numeric property' })
  property?: string;

  @DecimalField({ optional: true, description: 'quantile: above 0 and below 1, such as "0.95"' })
  quantile?: string;
}

@Example({
  key: 'crash_rate',
  name: 'Crash rate',
  kind: 'ratio',
  direction: 'lower_is_better',
  rule: { numeratorEvent: 'crash', denominatorEvent: 'page_viewed' },
})
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

@Example({ name: 'Crashes per page view' })
export class EditMetricRequest {
  @TextField({ max: 200 })
  name!: string;
}

@Example({ rule: { numeratorEvent: 'crash', denominatorEvent: 'session_started' } })
export class AddMetricVersionRequest {
  @EnumField(METRIC_KINDS, { optional: true, description: 'Default: as before' })
  kind?: MetricKind;

  @EnumField(DIRECTIONS, { optional: true, description: 'Default: as before' })
  direction?: Direction;

  @ObjectField(() => MetricRuleRequest)
  rule!: MetricRuleRequest;
}

/** The metric of a request. @throws Refusal if the rule does not fit its kind */
export function metricOf(request: DefineMetricRequest): Omit<Metric, 'version'> {
  const { key, name, direction } = request;
  return { key, name, direction, rule: ruleOf(request.kind, request.rule) };
}
