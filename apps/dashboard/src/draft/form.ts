import type { Schemas } from '../server/documents.js';

export type Experiment = Schemas['Experiment'];
export type Flag = Schemas['FlagWithPins'];
export type FlagType = Flag['type'];
export type MetricRole = Schemas['AttachedMetric']['role'];
export type GuardrailAction = Schemas['ThresholdGuardrail']['action'];
export type GuardrailScope = Schemas['ThresholdGuardrail']['scope'] | Schemas['ComparisonGuardrail']['scope'];

/** Lists of the form have an id for each row, so that React keeps its controls when rows come and go. */
interface Identified {
  readonly id: string;
}

export interface VariantForm extends Identified {
  readonly key: string;
  /** As typed: JSON, or the text itself if the flag's type is string. */
  readonly value: string;
  readonly weight: string;
  readonly control: boolean;
}

export interface MetricForm extends Identified {
  readonly metric: string;
  readonly role: MetricRole;
  readonly margin: string;
}

export interface DimensionForm extends Identified {
  readonly key: string;
  readonly attribute: string;
  /** One value per line. */
  readonly values: string;
}

export interface GuardrailForm extends Identified {
  readonly key: string;
  readonly metric: string;
  readonly scope: GuardrailScope;
  readonly action: GuardrailAction;
  readonly threshold: string;
  /** Minutes; empty: since the last start or resume. */
  readonly window: string;
  readonly per: 'event' | 'subject';
  readonly minSample: string;
  readonly margin: string;
  readonly sources: 'server' | 'all';
}

export interface PlanForm {
  readonly by: 'nothing' | 'subjects' | 'days';
  readonly amount: string;
  readonly mde: string;
  readonly alpha: string;
  readonly power: string;
}

/** A draft as it is typed. `content-of.ts` makes a request of it. */
export interface DraftForm {
  readonly key: string;
  readonly flag: string;
  readonly type: FlagType;
  readonly name: string;
  readonly description: string;
  readonly hypothesis: string;
  readonly variants: readonly VariantForm[];
  readonly exposure: Experiment['exposure'];
  readonly traffic: string;
  readonly trafficMax: string;
  readonly bucketBy: string;
  readonly conflictDomain: string;
  readonly priority: string;
  /** JSON; empty: everybody. */
  readonly targeting: string;
  /** What the condition builder still waits for; null: nothing. */
  readonly targetingFault: string | null;
  readonly metrics: readonly MetricForm[];
  readonly planned: PlanForm;
  readonly dimensions: readonly DimensionForm[];
  readonly guardrails: readonly GuardrailForm[];
  /** In the reader's zone, as `datetime-local` has it. */
  readonly startAt: string;
  readonly stopAt: string;
}

let made = 0;
export const newId = (): string => `row${(made += 1)}`;

export const NO_PLAN: PlanForm = { by: 'nothing', amount: '', mde: '0.05', alpha: '0.05', power: '0.8' };

export const newMetric = (metric: string, role: MetricRole): MetricForm => ({ id: newId(), metric, role, margin: '' });

export const newGuardrail = (metric: string): GuardrailForm => ({
  ...{ id: newId(), key: '', metric, scope: 'any_variant', action: 'rollback' },
  ...{ threshold: '', window: '60', per: 'event', minSample: '100', margin: '', sources: 'server' },
});

export const newDimension = (): DimensionForm => ({ id: newId(), key: '', attribute: '', values: '' });

/** A draft that nobody has typed in yet. */
export function emptyForm(): DraftForm {
  return {
    ...{ key: '', flag: '', type: 'string', name: '', description: '', hypothesis: '' },
    variants: [],
    ...{ exposure: 'explicit', traffic: '100', trafficMax: '100', bucketBy: '', conflictDomain: '', priority: '0' },
    ...{ targeting: '', targetingFault: null, metrics: [], planned: NO_PLAN, dimensions: [], guardrails: [] },
    ...{ startAt: '', stopAt: '' },
  };
}
