import type { Json } from '../event-store/index.js';
import type { DomainEvent } from '../platform/decider.js';
import type { Decimal } from '../platform/decimal.js';

export interface Variant {
  readonly key: string;
  readonly value: Json;
  /** Percent; all weights sum to exactly 100. */
  readonly weight: Decimal;
  readonly control: boolean;
}

export const GUARDRAIL_ACTIONS = ['pause', 'rollback'] as const;
export type GuardrailAction = (typeof GUARDRAIL_ACTIONS)[number];

export interface Guardrail {
  readonly key: string;
  readonly metric: string;
  readonly threshold: Decimal;
  /** Minutes of event time; null: since the last start or resume. */
  readonly windowMinutes: number | null;
  readonly action: GuardrailAction;
}

/** What a review is about: editable in draft only, frozen by its hash at submission. */
export interface Content {
  readonly flag: string;
  readonly variants: readonly Variant[];
  /** Percent of subjects that the experiment takes. */
  readonly traffic: Decimal;
  readonly hypothesis: string;
  readonly primaryMetric: string | null;
  /** Keys of all metrics, the primary one among them. */
  readonly metrics: readonly string[];
  readonly guardrails: readonly Guardrail[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export const OUTCOMES = ['rollout', 'rollback', 'no_effect'] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

export interface Outcome {
  readonly kind: OutcomeKind;
  /** The variant rolled out; null otherwise. */
  readonly winner: string | null;
}

/** What a completed experiment leaves on its flag. */
export interface Pin {
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
}

interface Commented {
  readonly comment: string | null;
}

/** What the system adds when a guardrail acted. */
export interface ByTrigger {
  readonly trigger?: string;
}

/** On `experiment-<environment>:<id>`. */
export type ExperimentEvent =
  | DomainEvent<
      'experiment_drafted',
      Content & { id: string; key: string; name: string; environment: string; owner: Person; salt: string }
    >
  | DomainEvent<'experiment_edited', Partial<Content> & { name?: string }>
  | DomainEvent<'experiment_submitted', Commented & { contentHash: string }>
  | DomainEvent<
      'experiment_approved',
      Commented & { contentHash: string; votes: number; required: number; quorumReached: boolean; byPolicy: boolean }
    >
  | DomainEvent<'experiment_changes_requested', Commented>
  | DomainEvent<'experiment_rejected', Commented>
  | DomainEvent<'experiment_withdrawn', Commented>
  | DomainEvent<'experiment_started', Commented & { phase: number; run: number }>
  | DomainEvent<'experiment_start_abandoned', { for: string }>
  | DomainEvent<'experiment_paused', Commented & ByTrigger & { run: number }>
  | DomainEvent<'experiment_resumed', Commented & { phase: number; run: number }>
  | DomainEvent<'experiment_completed', Commented & ByTrigger & Outcome & { pin: Pin | null }>
  | DomainEvent<'experiment_archived', Commented>;

export const experimentStream = (environment: string, id: string): string => `experiment-${environment}:${id}`;
