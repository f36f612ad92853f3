import type { Json } from '../event-store/index.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import type { VerdictKind } from '../statistics/index.js';
import type { Amendable, Content, Limit } from './content/content.events.js';
import type { Warning } from './warnings.js';

export * from './content/content.events.js';

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

/** The variant that a completed experiment pins on its flag. */
export interface Pin {
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
}

interface Commented {
  readonly comment: string | null;
}

/** Set if a guardrail acted: the id of its trigger. */
export interface ByTrigger {
  readonly trigger?: string;
}

/** Set if a completion was against the verdict, and if it took a vote: who had asked for it. */
export interface AgainstVerdict {
  readonly verdict?: VerdictKind;
  readonly askedBy?: Person;
}

/** A text, or the answers to three questions; of these at least one is not empty. */
export type Summary =
  | string
  | {
      /** What we expected. */
      readonly expected: string;
      readonly happened: string;
      /** What we do now. */
      readonly now: string;
    };

/** What an experiment taught; a summary of null is still to come. */
export interface Learning {
  readonly summary: Summary | null;
  readonly tags: readonly string[];
}

export interface LearningChanges {
  readonly summary?: Summary | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A completion against the verdict that waits for a vote, and what its asker has learnt. */
export type AskedCompletion = Outcome & { readonly verdict: VerdictKind; readonly learning?: Learning };

/** Votes so far, and the number that was required at this vote. */
interface Counted {
  readonly votes: number;
  readonly required: number;
}

type ReviewEvent =
  | DomainEvent<'experiment_submitted', Commented & { contentHash: string; warnings: readonly Warning[] }>
  | DomainEvent<
      'experiment_approved',
      Commented & Counted & { contentHash: string; quorumReached: boolean; byPolicy: boolean }
    >
  | DomainEvent<'experiment_changes_requested', Commented>
  | DomainEvent<'experiment_rejected', Commented>
  | DomainEvent<'experiment_withdrawn', Commented>
  | DomainEvent<'experiment_transferred', Commented & { owner: Person }>;

/** Narrowing needs no vote. `phase` is a new one if the assignment changes. */
type NarrowingEvent =
  | DomainEvent<'experiment_traffic_changed', Commented & { traffic: Decimal; phase: number }>
  | DomainEvent<'experiment_enrolment_frozen', Commented & { phase: number }>
  | DomainEvent<'experiment_arm_disabled', Commented & ByTrigger & { variant: string; phase: number }>
  | DomainEvent<'experiment_guardrail_tightened', Commented & Limit & { guardrail: string; contentHash: string }>;

/**
 * Widening needs an amendment: opened, voted on, and either applied (`experiment_amended`) or closed. One with a
 * completion changes nothing: applied, it completes the experiment.
 */
type AmendmentEvent =
  | DomainEvent<
      'experiment_amendment_opened',
      Commented & { changes: Partial<Amendable>; completion?: AskedCompletion; liveHash: string; contentHash: string }
    >
  | DomainEvent<'experiment_amendment_approved', Commented & Counted & { contentHash: string }>
  | DomainEvent<'experiment_amendment_closed', Commented & { how: 'rejected' | 'withdrawn' }>
  | DomainEvent<
      'experiment_amended',
      Commented & Counted & { content: Partial<Amendable>; contentHash: string; phase: number; byPolicy: boolean }
    >;

/** On `experiment-<environment>:<id>`. */
export type ExperimentEvent =
  | DomainEvent<
      'experiment_drafted',
      Content & {
        id: string;
        key: string;
        name: string;
        description: string;
        environment: string;
        owner: Person;
        salt: string;
        copiedFrom: string | null;
      }
    >
  | DomainEvent<
      'experiment_edited',
      Partial<Content> & {
        name?: string;
        description?: string;
        addedMetrics?: readonly string[];
        addedAfterStart?: readonly string[];
      }
    >
  | ReviewEvent
  | DomainEvent<'experiment_started', Commented & { phase: number; run: number }>
  | DomainEvent<'experiment_start_abandoned', { for: string }>
  | DomainEvent<'experiment_slots_taken', { for: string }>
  | DomainEvent<'experiment_paused', Commented & ByTrigger & { run: number; guardrail?: string }>
  | DomainEvent<'experiment_resumed', Commented & ByTrigger & { phase: number; run: number }>
  | NarrowingEvent
  | AmendmentEvent
  | DomainEvent<'experiment_completed', Commented & ByTrigger & Outcome & AgainstVerdict & { pin: Pin | null }>
  | DomainEvent<'experiment_learning_noted', Learning>
  | DomainEvent<'experiment_archived', Commented>
  | DomainEvent<'experiment_restored', Commented>
  | DomainEvent<'experiment_deleted', Record<string, never>>;

export const EXPERIMENT_CATEGORY = 'experiment';
export const experimentStream = (environment: string, id: string): string =>
  `${EXPERIMENT_CATEGORY}-${environment}:${id}`;
