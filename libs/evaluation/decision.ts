import type { Json } from './json.js';
import type { Matcher } from './targeting/compile-condition.js';

/** Why a decision came out as it did. */
export type Reason =
  | 'experiment_assigned'
  | 'rule_match'
  | 'rule_split'
  | 'default'
  | 'flag_not_found'
  | 'flag_disabled'
  | 'override'
  | 'experiment_paused'
  | 'not_targeted'
  | 'holdout'
  | 'experiment_conflict'
  | 'participation_limit'
  | 'traffic_excluded'
  | 'enrolment_frozen'
  | 'arm_disabled'
  | 'rolled_out'
  | 'rolled_back'
  | 'missing_subject'
  | 'error';

export interface ExperimentReference {
  readonly id: string;
  readonly key: string;
}

/** An experiment took the subject, or an override served its variant: only these get a decision id. */
export interface IdentifiedDecision {
  readonly identified: true;
  readonly flag: string;
  readonly value: Json;
  readonly variant: string;
  readonly reason: 'experiment_assigned' | 'override';
  readonly experiment: ExperimentReference;
  readonly phase: number;
  readonly subject: string;
  /** What was hashed: the subject, or the value of the experiment's `bucketBy`. */
  readonly unit: string;
  /** False for an override: its telemetry is accepted and counted nowhere. */
  readonly counted: boolean;
  /** Whether a single decision like this is the exposure. */
  readonly exposesOnDecide: boolean;
}

/** What the flag serves otherwise. `experiment` is the one the reason speaks of; `phase` is given while that is live. */
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

/** One that serves something, as every decision of a flag does that there is. */
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

/** Who asks for a decision, and when. One request may ask for many flags. */
export interface EvaluationRequest {
  /** May be missing where nothing has to be bucketed; an empty one is missing too. */
  readonly subjectId?: string | null | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds: overrides expire, holdouts start and end. */
  readonly now: number;
  /** Given by who asks for many flags at once: what audiences have said of these attributes, which many flags share. */
  readonly known?: Map<Matcher, boolean> | undefined;
}
