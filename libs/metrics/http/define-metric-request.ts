import { MAX_CONDITION_KIB, type Condition } from '../../evaluation/index.js';
import { Example } from '../../platform/example.js';
import { BUILT_IN_TYPES } from '../../telemetry/index.js';
import {
  DecimalField,
  EnumField,
  IntegerField,
  JsonObjectField,
  KeyField,
  ObjectField,
  TextField,
} from '../../platform/fields.js';
import { KeyOrObjectField } from '../../platform/key-or-object.js';
import { DIRECTIONS, type Direction } from '../metric.js';
import { METRIC_KINDS, type MetricKind } from '../rule.js';
import type { PartFields, RuleFields } from '../rule-fields.js';

const builtIn = [...BUILT_IN_TYPES.keys()];
const where = {
  optional: true,
  maxKib: MAX_CONDITION_KIB,
  description: "Condition on the event's own properties: other events do not count",
};

export class MetricRulePartRequest implements PartFields {
  @KeyField({ builtIn, description: 'Event type' })
  event!: string;

  @TextField({ optional: true, max: 100, description: 'The numeric property that is summed; absent: each counts 1' })
  property?: string;

  @JsonObjectField(where)
  where?: Condition;
}

export class MetricRuleRequest implements RuleFields {
  @KeyOrObjectField(MetricRulePartRequest, {
    optional: true,
    builtIn,
    member: 'event',
    description: 'ratio: event type counted in the numerator, or a part',
  })
  numeratorEvent?: MetricRulePartRequest;

  @KeyOrObjectField(MetricRulePartRequest, {
    optional: true,
    builtIn,
    member: 'event',
    description: 'ratio: event type counted in the denominator, or a part',
  })
  denominatorEvent?: MetricRulePartRequest;

  @ObjectField(() => MetricRulePartRequest, { optional: true, description: 'ratio: instead of numeratorEvent' })
  numerator?: MetricRulePartRequest;

  @ObjectField(() => MetricRulePartRequest, { optional: true, description: 'ratio: instead of denominatorEvent' })
  denominator?: MetricRulePartRequest;

  @KeyField({ optional: true, builtIn, description: 'other kinds: event type that is counted' })
  event?: string;

  @TextField({ optional: true, max: 100, description: 'sum, mean, quantile: the numeric property' })
  property?: string;

  @DecimalField({ optional: true, description: 'quantile: above 0 and below 1, such as "0.95"' })
  quantile?: string;

  @JsonObjectField(where)
  where?: Condition;
}

export class VarianceReductionRequest {
  @IntegerField({ min: 1, max: 14, description: "Whole UTC days before the day of a subject's first exposure" })
  days!: number;
}

/** What a version may have besides its rule. */
class MetricTermsRequest {
  @DecimalField({
    optional: true,
    nullable: true,
    description: "ratio, count, sum, mean: a subject's sum counts up to it; null: none. A version's default: as before",
  })
  cap?: string | null;

  @ObjectField(() => VarianceReductionRequest, {
    optional: true,
    nullable: true,
    description: "All but quantile: earlier values reduce the variance; null: none. A version's default: as before",
  })
  varianceReduction?: VarianceReductionRequest | null;
}

@Example({
  key: 'crash_rate',
  name: 'Crash rate',
  kind: 'ratio',
  direction: 'lower_is_better',
  rule: { numeratorEvent: 'crash', denominatorEvent: 'page_viewed' },
})
export class DefineMetricRequest extends MetricTermsRequest {
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

@Example({
  rule: {
    numerator: { event: 'order_placed', property: 'revenue', where: { currency: 'EUR' } },
    denominatorEvent: 'session_started',
  },
  cap: '1000',
  varianceReduction: { days: 7 },
})
export class AddMetricVersionRequest extends MetricTermsRequest {
  @EnumField(METRIC_KINDS, { optional: true, description: 'Default: as before' })
  kind?: MetricKind;

  @EnumField(DIRECTIONS, { optional: true, description: 'Default: as before' })
  direction?: Direction;

  @ObjectField(() => MetricRuleRequest)
  rule!: MetricRuleRequest;
}
