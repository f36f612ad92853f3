import type { Json } from '../../event-store/index.js';
import {
  BooleanField,
  DecimalField,
  EnumField,
  IntegerField,
  JsonField,
  KeyField,
  KeyListField,
  ObjectListField,
  TextField,
} from '../../platform/fields.js';
import {
  GUARDRAIL_ACTIONS,
  OUTCOMES,
  type GuardrailAction,
  type OutcomeKind,
  type Variant,
} from '../experiment.events.js';

export class VariantRequest {
  @KeyField()
  key!: string;

  @JsonField({ description: 'What the variant serves; of the type of the flag' })
  value!: Json;

  @DecimalField({ description: 'Percent; all weights sum to exactly 100' })
  weight!: string;

  @BooleanField({ optional: true })
  control?: boolean;
}

export class GuardrailRequest {
  @KeyField({ optional: true, description: "Default: the metric's key" })
  key?: string;

  @KeyField()
  metric!: string;

  @DecimalField({ description: 'The metric breaches beyond this value; equal is no breach' })
  threshold!: string;

  @IntegerField({
    optional: true,
    nullable: true,
    min: 1,
    max: 525_600,
    description: 'Default 60; null: since the last start or resume',
  })
  windowMinutes?: number | null;

  @EnumField(GUARDRAIL_ACTIONS)
  action!: GuardrailAction;
}

export class DraftExperimentRequest {
  @KeyField()
  key!: string;

  @TextField({ max: 200 })
  name!: string;

  @KeyField({ description: 'Key of the flag' })
  flag!: string;

  @ObjectListField(() => VariantRequest, { min: 2, max: 20 })
  variants!: VariantRequest[];

  @DecimalField({ optional: true, description: 'Percent of subjects taken, 0 to 100; default 100' })
  traffic?: string;

  @TextField({ optional: true, min: 0, max: 10_000 })
  hypothesis?: string;

  @KeyField({ optional: true })
  primaryMetric?: string;

  @KeyListField({ optional: true, max: 50 })
  metrics?: string[];

  @ObjectListField(() => GuardrailRequest, { optional: true, max: 20 })
  guardrails?: GuardrailRequest[];
}

export class EditExperimentRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @ObjectListField(() => VariantRequest, { optional: true, min: 2, max: 20 })
  variants?: VariantRequest[];

  @DecimalField({ optional: true })
  traffic?: string;

  @TextField({ optional: true, min: 0, max: 10_000 })
  hypothesis?: string;

  @KeyField({ optional: true, nullable: true })
  primaryMetric?: string | null;

  @KeyListField({ optional: true, max: 50 })
  metrics?: string[];

  @ObjectListField(() => GuardrailRequest, { optional: true, max: 20 })
  guardrails?: GuardrailRequest[];
}

export class AttachMetricRequest {
  @KeyField()
  metric!: string;
}

export class CommentRequest {
  @TextField({ optional: true, nullable: true, min: 0, max: 2_000 })
  comment?: string | null;
}

export class CompleteExperimentRequest extends CommentRequest {
  @EnumField(OUTCOMES)
  outcome!: OutcomeKind;

  @KeyField({ optional: true, nullable: true, description: 'rollout: the variant that everybody gets' })
  winner?: string | null;
}

/** Variants as the domain has them: no control unless said so. */
export const variantsOf = (requests: readonly VariantRequest[]): Variant[] =>
  requests.map(({ key, value, weight, control = false }) => ({ key, value, weight, control }));
