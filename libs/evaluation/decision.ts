import type { Json } from './json.js';
import type { Matcher } from './targeting/compile-condition.js';

/** The reasons of decisions. */
export const REASONS = [
  'experiment_assigned',
  'rule_match',
  'rule_split',
  'default',
  'flag_not_found',
  'flag_disabled',
  'override',
  'experiment_paused',
  'not_targeted',
  'holdout',
  'experiment_conflict',
  'participation_limit',
  'traffic_excluded',
  'enrolment_frozen',
  'arm_disabled',
  'rolled_out',
  'rolled_back',
  'missing_subject',
  'prerequisite_failed',
  'error',
] as const;
export type Reason = (typeof REASONS)[number];

export interface ExperimentReference {
  readonly id: string;
  readonly key: string;
}

/** An experiment took the subject, or an override served a variant of an experiment. Only these get a decision id. */
export interface IdentifiedDecision {
  readonly identified: true;
  readonly flag: string;
  readonly value: Json;
  readonly variant: string;
  readonly reason: 'experiment_assigned' | 'override';
  readonly experiment: ExperimentReference;
  readonly phase: number;
  readonly subject: string;
  /** The hashed value: the subject, or the value of the experiment's `bucketBy`. */
  readonly unit: string;
  /** False for an override: its telemetry is accepted but not counted. */
  readonly counted: boolean;
  /** True if a single decision is also the exposure. */
  readonly exposesOnDecide: boolean;
  /** Index of the subject's value in each dimension of the experiment; 0 is 'other'. Empty without dimensions. */
  readonly dimensionValues: readonly number[];
}

/** Every other decision. `experiment` is the one that the reason refers to; `phase` is set while it is live. */
export interface PlainDecision {
  readonly identified: false;
  readonly flag: string;
  readonly value: Json;
  /** Null for an unknown flag only. */
  readonly variant: string | null;
  readonly reason: Exclude<Reason, 'experiment_assigned'>;
  readonly experiment: ExperimentReference | null;
  readonly phase: number | null;
}

/** A decision that serves a variant: every decision of an existing flag does. */
export type ServedDecision = PlainDecision & { readonly variant: string };

export type Decision = IdentifiedDecision | PlainDecision;

/** Why a live experiment does not take a subject. */
export type Exclusion = Extract<
  Reason,
  | 'experiment_paused'
  | 'not_targeted'
  | 'missing_subject'
  | 'holdout'
  | 'experiment_conflict'
  | 'participation_limit'
  | 'traffic_excluded'
  | 'enrolment_frozen'
>;

/** The subject of a decision and the time. One request can decide many flags. */
export interface EvaluationRequest {
  /** Optional if nothing has to be bucketed; an empty string counts as missing. */
  readonly subjectId?: string | null | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds: overrides expire, holdouts start and end. */
  readonly now: number;
  /** A cache of matcher results for these attributes. Requests for many flags pass it: flags share audiences. */
  readonly known?: Map<Matcher, boolean> | undefined;
  /** A cache of the prerequisites' decisions for this request. Requests for many flags pass it: flags share them. */
  readonly asked?: Prerequisites | undefined;
}

/** The decisions of compiled flags that others require; null: being asked, or its prerequisites lead in a circle. */
export type Prerequisites = Map<object, Decision | null>;
