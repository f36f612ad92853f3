import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { derivedId } from '../platform/ids.js';
import type { GuardrailAction } from '../experiments/index.js';
import type { ArmSplit } from '../measurement/index.js';

export type { ArmSplit };

/** The judged rate of one arm, or of the pooled total (variant null). Numerator null: the value is no fraction. */
export interface Observation {
  readonly variant: string | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
  readonly value: Decimal;
}

/** One arm of a comparison. */
export interface ComparedArm {
  readonly subjects: number;
  readonly value: Decimal;
}

/** A treatment that is worse than control by more than its margin, as of the look that found it first. */
export interface ComparedBreach {
  readonly margin: Decimal;
  /** Of 'worse by more than the margin', against 'not worse by more'. */
  readonly eValue: number;
  /** Relative to control, with the bounds of its always-valid interval; null if it is not computable. */
  readonly effect: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Position in the log of the look. */
  readonly position: string;
  readonly control: ComparedArm;
  readonly treatment: ComparedArm;
}

export type DetectedBy = 'monitor' | 'sweep' | 'request';

/** A breach with its evidence. `variant` and counts: of the arm to disable, else of the worst. `breached` has all. */
export interface Breach {
  readonly id: string;
  readonly experiment: string;
  readonly environment: string;
  readonly run: number;
  readonly guardrail: string;
  readonly metric: string;
  readonly metricVersion: number;
  readonly action: GuardrailAction;
  /** Of a comparison: the worst value that its margin allows, given control's. */
  readonly threshold: Decimal;
  readonly value: Decimal;
  /** Null if the value is no fraction: a quantile, a silence. */
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
  /** The counts of the value, in words. */
  readonly evidence: string;
  /** Absent if a threshold was judged. */
  readonly comparison?: ComparedBreach;
  /** The split of subjects over the arms, if that was judged. */
  readonly split: readonly ArmSplit[] | null;
  readonly variant: string | null;
  readonly breached: readonly Observation[];
  readonly windowFrom: string;
  readonly windowTo: string;
  readonly detectedAt: string;
  readonly detectedBy: DetectedBy;
}

export type TriggerOutcome = 'acted' | 'superseded' | 'refused';

/** On `guardrail-<environment>:<experiment>`: each breach, then the outcome of its action. */
export type GuardrailEvent =
  | DomainEvent<'guardrail_breached', Breach>
  | DomainEvent<'guardrail_action_settled', { trigger: string; outcome: TriggerOutcome; detail: string }>;

/** A breach and the outcome of its action; null until the saga has settled it. */
export interface Trigger extends Breach {
  readonly outcome: TriggerOutcome | null;
}

export const GUARDRAIL_CATEGORY = 'guardrail';
export const guardrailStream = (environment: string, experiment: string): string =>
  `${GUARDRAIL_CATEGORY}-${environment}:${experiment}`;

/** One id per guardrail and run, and per arm if the action disables arms. Every detector derives the same id. */
export const triggerIdOf = (experiment: string, run: number, guardrail: string, arm?: string): string =>
  arm === undefined
    ? derivedId('trigger', experiment, run, guardrail)
    : derivedId('trigger', experiment, run, guardrail, arm);
