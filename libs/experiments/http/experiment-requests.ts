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
  KeyListField,
  ObjectField,
  ObjectListField,
  TextField,
  TimeField,
} from '../../platform/fields.js';
import { AsWritten } from '../../platform/request-class.js';
import {
  EXPOSURES,
  GUARDRAIL_ACTIONS,
  GUARDRAIL_SCOPES,
  GUARDRAIL_UNITS,
  type Exposure,
  type GuardrailAction,
  type GuardrailScope,
  type GuardrailUnit,
  type Variant,
} from '../experiment.events.js';

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

@Example({ metric: 'crash_rate', threshold: '0.05', action: 'rollback', windowMinutes: 60, minSample: 100 })
export class GuardrailRequest {
  @KeyField({ optional: true, description: "Default: the metric's key" })
  key?: string;

  @KeyField()
  metric!: string;

  @DecimalField({ description: 'A value beyond it is a breach, an equal value is not' })
  threshold!: string;

  @IntegerField({
    optional: true,
    nullable: true,
    min: 1,
    max: 525_600,
    description: 'Length of the window in minutes; default 60; null: since the last start or resume',
  })
  windowMinutes?: number | null;

  @EnumField(GUARDRAIL_ACTIONS)
  action!: GuardrailAction;

  @EnumField(GUARDRAIL_UNITS, { optional: true, description: 'Unit counted against the threshold; default event' })
  per?: GuardrailUnit;

  @IntegerField({
    optional: true,
    min: 0,
    max: 1_000_000_000,
    description: 'Exposed subjects that an arm needs within the window before it is judged; default 0',
  })
  minSample?: number;

  @EnumField(GUARDRAIL_SCOPES, { optional: true, description: 'Arms that are judged; default any_variant' })
  scope?: GuardrailScope;
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

  @KeyListField({ optional: true, max: 50 })
  metrics?: string[];

  @ObjectListField(() => GuardrailRequest, { optional: true, max: 20 })
  guardrails?: GuardrailRequest[];

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
  metrics: ['order_conversion'],
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

@Example({ metric: 'crash_rate' })
export class AttachMetricRequest {
  @KeyField()
  metric!: string;
}

/** Variants of the domain; `control` defaults to false. */
export const variantsOf = (requests: readonly VariantRequest[]): Variant[] =>
  requests.map(({ key, value, weight, control = false }) => ({ key, value, weight, control }));
