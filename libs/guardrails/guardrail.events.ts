import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { derivedId } from '../platform/ids.js';
import type { GuardrailAction } from '../experiments/index.js';

/** One arm's rate, or the pooled total's (variant null), as it was judged; numerator null where there is no fraction. */
export interface Observation {
  readonly variant: string | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
  readonly value: Decimal;
}

/** How many subjects an arm has, and how many its weight lets expect. */
export interface ArmSplit {
  readonly variant: string;
  readonly observed: number;
  /** To two decimals. */
  readonly expected: Decimal;
}

export type DetectedBy = 'monitor' | 'sweep' | 'request';

/** A breach with its evidence: `variant` and the counts are of the observation furthest beyond, `breached` names all. */
export interface Breach {
  readonly id: string;
  readonly experiment: string;
  readonly environment: string;
  readonly run: number;
  readonly guardrail: string;
  readonly metric: string;
  readonly metricVersion: number;
  readonly action: GuardrailAction;
  readonly threshold: Decimal;
  readonly value: Decimal;
  /** Null where the value comes of no fraction: a quantile, a silence. */
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
  /** In words, what the value was counted from. */
  readonly evidence: string;
  /** How subjects split over the arms, where that is what is judged. */
  readonly split: readonly ArmSplit[] | null;
  readonly variant: string | null;
  readonly breached: readonly Observation[];
  readonly windowFrom: string;
  readonly windowTo: string;
  readonly detectedAt: string;
  readonly detectedBy: DetectedBy;
}

export type TriggerOutcome = 'acted' | 'superseded' | 'refused';

/** On `guardrail-<environment>:<experiment>`: what was found, then what became of it. */
export type GuardrailEvent =
  | DomainEvent<'guardrail_breached', Breach>
  | DomainEvent<'guardrail_action_settled', { trigger: string; outcome: TriggerOutcome; detail: string }>;

/** A breach and what became of it; null until the saga has settled it. */
export interface Trigger extends Breach {
  readonly outcome: TriggerOutcome | null;
}

export const GUARDRAIL_CATEGORY = 'guardrail';
export const guardrailStream = (environment: string, experiment: string): string =>
  `${GUARDRAIL_CATEGORY}-${environment}:${experiment}`;

/** One trigger per guardrail and run, and per arm where arms are disabled, whoever detects it. */
export const triggerIdOf = (experiment: string, run: number, guardrail: string, arm?: string): string =>
  arm === undefined
    ? derivedId('trigger', experiment, run, guardrail)
    : derivedId('trigger', experiment, run, guardrail, arm);
