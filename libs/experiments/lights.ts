import type { VerdictKind } from '../statistics/index.js';
import type { Experiment } from './experiment.js';

export const GUARDRAIL_STATES = ['no_data', 'healthy', 'breached'] as const;
/** Whether the current rate or evidence of a guardrail is beyond what it allows. */
export type GuardrailState = (typeof GUARDRAIL_STATES)[number];

/** How many guardrails of an experiment are in each state. Of a run that has ended, they are as they were at its end. */
export type GuardrailLights = Readonly<Record<GuardrailState, number>>;

/** What a list shows of a started experiment. */
export interface Lights {
  readonly guardrails: GuardrailLights;
  /** Null: it is not known yet, so that the list need not wait. */
  readonly verdict: { readonly kind: VerdictKind; readonly variant: string | null } | null;
}

/** Port: what lists ask about guardrails. A part that judges them answers. */
export abstract class GuardrailStates {
  /** By experiment; without those that never ran. */
  abstract of(experiments: readonly Experiment[]): Promise<ReadonlyMap<string, GuardrailLights>>;
}
