import { EnumField, KeyField, ObjectField, TextField } from '../../platform/fields.js';
import { invalid } from '../../platform/refusal.js';
import { DIRECTIONS, METRIC_KINDS, type Direction, type Metric, type MetricKind, type MetricRule } from '../metric.js';

export class MetricRuleRequest {
  @KeyField({ optional: true, description: 'ratio: event type counted above the line' })
  numeratorEvent?: string;

  @KeyField({ optional: true, description: 'ratio: event type counted below the line' })
  denominatorEvent?: string;

  @KeyField({ optional: true, description: 'conversion: event type that converts' })
  event?: string;
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

/** The metric that a request describes. @throws Refusal where the rule does not fit its kind */
export function metricOf(request: DefineMetricRequest): Omit<Metric, 'version'> {
  const { key, name, direction } = request;
  return { key, name, direction, rule: ruleOf(request.kind, request.rule) };
}

function ruleOf(kind: MetricKind, rule: MetricRuleRequest): MetricRule {
  switch (kind) {
    case 'ratio': {
      refuseOthers(rule, ['event'], kind);
      return {
        kind,
        numeratorEvent: required(rule.numeratorEvent, 'numeratorEvent'),
        denominatorEvent: required(rule.denominatorEvent, 'denominatorEvent'),
      };
    }
    case 'conversion':
      refuseOthers(rule, ['numeratorEvent', 'denominatorEvent'], kind);
      return { kind, event: required(rule.event, 'event') };
  }
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw invalid('required', `the rule needs ${name}`, `/rule/${name}`);
  return value;
}

function refuseOthers(rule: MetricRuleRequest, names: readonly (keyof MetricRuleRequest)[], kind: MetricKind): void {
  for (const name of names) {
    if (rule[name] !== undefined) throw invalid('unknown_field', `a ${kind} has no ${name}`, `/rule/${name}`);
  }
}
