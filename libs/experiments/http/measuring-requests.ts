import { Example } from '../../platform/example.js';
import { DecimalField, EnumField, IntegerField, KeyField, TextField, TextListField } from '../../platform/fields.js';
import type { GuardrailDraft } from '../content/guardrails.js';
import type { MetricDraft } from '../content/metrics.js';
import type { PlanDraft } from '../content/planned.js';
import {
  GUARDRAIL_ACTIONS,
  GUARDRAIL_KINDS,
  GUARDRAIL_SCOPES,
  GUARDRAIL_SOURCES,
  GUARDRAIL_UNITS,
  METRIC_ROLES,
  type Dimension,
  type GuardrailAction,
  type GuardrailKind,
  type GuardrailScope,
  type GuardrailSources,
  type GuardrailUnit,
  type MetricRole,
} from '../experiment.events.js';

const MARGIN = 'Above 0 and below 1, relative to control: "0.02" is not worse than control by more than 2%';
const MAX_SUBJECTS = 1_000_000_000;

/** The scope decides what a guardrail compares with: a threshold, or control. */
@Example({ metric: 'crash_rate', threshold: '0.05', action: 'rollback', windowMinutes: 60, minSample: 100 })
export class GuardrailRequest implements GuardrailDraft {
  @KeyField({ optional: true, description: "Default: the metric's key" })
  key?: string;

  @EnumField(GUARDRAIL_KINDS, { optional: true, description: 'As answered; it follows from the scope' })
  kind?: GuardrailKind;

  @KeyField()
  metric!: string;

  @EnumField(GUARDRAIL_ACTIONS)
  action!: GuardrailAction;

  @EnumField(GUARDRAIL_SCOPES, {
    optional: true,
    description: 'Arms that are judged; default any_variant. treatment_vs_control compares each treatment with control',
  })
  scope?: GuardrailScope;

  @DecimalField({
    optional: true,
    description:
      'A value beyond it is a breach, an equal value is not. Required unless the scope is treatment_vs_control',
  })
  threshold?: string;

  @IntegerField({
    optional: true,
    nullable: true,
    min: 1,
    max: 525_600,
    description: 'With a threshold: minutes of the window; default 60; null: since the last start or resume',
  })
  windowMinutes?: number | null;

  @EnumField(GUARDRAIL_UNITS, {
    optional: true,
    description: 'With a threshold: the unit counted against it; default event',
  })
  per?: GuardrailUnit;

  @IntegerField({
    optional: true,
    min: 0,
    max: MAX_SUBJECTS,
    description:
      'With a threshold: exposed subjects that an arm needs within the window before it is judged; default 0',
  })
  minSample?: number;

  @EnumField(GUARDRAIL_SOURCES, {
    optional: true,
    description: 'Whose telemetry is judged; default server. all: also that of client keys, which anybody can send',
  })
  sources?: GuardrailSources;

  @DecimalField({ optional: true, description: `For treatment_vs_control. ${MARGIN}` })
  margin?: string;
}

/** A metric of an experiment. Its key alone says the same as an object without role and margin. */
export class AttachedMetricRequest implements MetricDraft {
  @KeyField()
  metric!: string;

  @EnumField(METRIC_ROLES, { optional: true, description: 'Default secondary; primary sets primaryMetric' })
  role?: MetricRole;

  @DecimalField({ optional: true, nullable: true, description: `${MARGIN}; null: none` })
  margin?: string | null;
}

@Example({ metric: 'crash_rate', role: 'guard', margin: '0.02' })
export class AttachMetricRequest implements MetricDraft {
  @KeyField()
  metric!: string;

  @EnumField(['secondary', 'guard'], { optional: true, description: 'Default secondary' })
  role?: Exclude<MetricRole, 'primary'>;

  @DecimalField({ optional: true, nullable: true, description: `${MARGIN}; null: none` })
  margin?: string | null;
}

/** What the experiment is planned to find, with either subjects or days. */
export class PlannedRequest implements PlanDraft {
  @DecimalField({ description: 'The smallest effect on the primary metric that matters, relative to control; above 0' })
  mde!: string;

  @DecimalField({ optional: true, description: 'The chance to find an effect of that size; default "0.8"' })
  power?: string;

  @DecimalField({ optional: true, description: 'The chance to find an effect where there is none; default "0.05"' })
  alpha?: string;

  @IntegerField({ optional: true, min: 1, max: MAX_SUBJECTS, description: 'Subjects of all arms together' })
  subjects?: number;

  @IntegerField({ optional: true, min: 1, max: 3_650, description: 'Days from the start' })
  days?: number;
}

export class DimensionRequest implements Dimension {
  @KeyField()
  key!: string;

  @TextField({ max: 200, description: 'Attribute of the decision, or a path such as company.country' })
  attribute!: string;

  @TextListField({ max: 20, maxLength: 100, description: 'Values with a slice of their own: 1 to 20' })
  values!: string[];
}
