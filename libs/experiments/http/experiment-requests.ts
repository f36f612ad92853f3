import { Example } from '../../platform/example.js';
import { MAX_CONDITION_KIB, type Condition } from '../../evaluation/index.js';
import type { Json } from '../../event-store/index.js';
import {
  BooleanField,
  DecimalField,
  EnumField,
  IntegerField,
  JsonField,
  JsonObjectField,
  KeyField,
  ObjectField,
  ObjectListField,
  TextField,
  TimeField,
} from '../../platform/fields.js';
import { KeyOrObjectListField } from '../../platform/key-or-object.js';
import { AsWritten } from '../../platform/request-class.js';
import { EXPOSURES, type Exposure, type Variant } from '../experiment.events.js';
import { AttachedMetricRequest, DimensionRequest, GuardrailRequest, PlannedRequest } from './measuring-requests.js';

export class VariantRequest {
  @KeyField()
  key!: string;

  @AsWritten('value')
  @JsonField({ description: "Value that the variant serves; of the flag's type" })
  value!: Json;

  @DecimalField({ description: 'Percent; all weights sum to exactly 100' })
  weight!: string;

  @BooleanField({ optional: true })
  control?: boolean;
}

export class ScheduleRequest {
  @TimeField({
    optional: true,
    nullable: true,
    description: 'Time of the start; if it is approved later, it starts on approval',
  })
  startAt?: string | null;

  @TimeField({ optional: true, nullable: true, description: 'Time of the pause' })
  stopAt?: string | null;
}

/** Fields that a draft may have from the beginning or get later. */
class ContentRequest {
  @TextField({ optional: true, min: 0, max: 10_000 })
  description?: string;

  @JsonObjectField({
    optional: true,
    nullable: true,
    maxKib: MAX_CONDITION_KIB,
    description: 'Condition that subjects must match; null: everybody',
  })
  targeting?: Condition | null;

  @TextField({
    optional: true,
    nullable: true,
    max: 200,
    description: 'Attribute that is hashed, enrolled and analysed instead of the subject; null: the subject',
  })
  bucketBy?: string | null;

  @EnumField(EXPOSURES, { optional: true, description: 'Source of exposures; default explicit' })
  exposure?: Exposure;

  @DecimalField({ optional: true, description: 'Percent of subjects taken; at most trafficMax, which is the default' })
  traffic?: string;

  @DecimalField({
    optional: true,
    description: 'Percent of subjects that may be taken without another review; default 100',
  })
  trafficMax?: string;

  @TextField({ optional: true, min: 0, max: 10_000 })
  hypothesis?: string;

  @KeyOrObjectListField(AttachedMetricRequest, {
    optional: true,
    max: 50,
    member: 'metric',
    description: 'The complete list. A key alone leaves the role and margin of its metric as they are',
  })
  metrics?: AttachedMetricRequest[];

  @ObjectListField(() => GuardrailRequest, { optional: true, max: 20 })
  guardrails?: GuardrailRequest[];

  @ObjectField(() => PlannedRequest, { optional: true, nullable: true, description: 'null: no plan' })
  planned?: PlannedRequest | null;

  @ObjectListField(() => DimensionRequest, {
    optional: true,
    max: 4,
    description:
      'Attributes that results are sliced by. Fixed by the review: what is not declared cannot be sliced later',
  })
  dimensions?: DimensionRequest[];

  @ObjectField(() => ScheduleRequest, { optional: true, nullable: true, description: 'null: no schedule' })
  schedule?: ScheduleRequest | null;

  @KeyField({ optional: true, nullable: true, description: 'Conflict domain that its traffic takes slots of' })
  conflictDomain?: string | null;

  @IntegerField({
    optional: true,
    min: 0,
    max: 1_000,
    description: 'Waiting scheduled starts run highest priority first',
  })
  priority?: number;
}

@Example({
  key: 'new_checkout',
  name: 'The checkout in one page',
  flag: 'checkout',
  variants: [
    { key: 'control', value: 'classic', weight: '50', control: true },
    { key: 'treatment', value: 'one_page', weight: '50' },
  ],
  traffic: '20',
  trafficMax: '100',
  targeting: { country: { $in: ['NL', 'BE'] } },
  hypothesis: 'Fewer steps lead to more orders',
  primaryMetric: 'order_conversion',
  metrics: ['order_conversion', { metric: 'crash_rate', role: 'guard', margin: '0.02' }],
  planned: { mde: '0.05', days: 14 },
  dimensions: [{ key: 'country', attribute: 'country', values: ['NL', 'BE'] }],
  guardrails: [{ metric: 'crash_rate', threshold: '0.05', action: 'rollback' }],
})
export class DraftExperimentRequest extends ContentRequest {
  @KeyField()
  key!: string;

  @TextField({ max: 200 })
  name!: string;

  @KeyField({ description: 'Key of the flag' })
  flag!: string;

  @ObjectListField(() => VariantRequest, { min: 2, max: 20 })
  variants!: VariantRequest[];

  @KeyField({ optional: true })
  primaryMetric?: string;
}

@Example({ traffic: '50', hypothesis: 'Fewer steps lead to more orders' })
export class EditExperimentRequest extends ContentRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @ObjectListField(() => VariantRequest, { optional: true, min: 2, max: 20 })
  variants?: VariantRequest[];

  @KeyField({ optional: true, nullable: true })
  primaryMetric?: string | null;
}

/** Variants of the domain; `control` defaults to false. */
export const variantsOf = (requests: readonly VariantRequest[]): Variant[] =>
  requests.map(({ key, value, weight, control = false }) => ({ key, value, weight, control }));
