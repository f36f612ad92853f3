import { bucketOf, inTraffic, pickVariant } from './bucketing.js';
import {
  type ExperimentSnapshot,
  type FlagSnapshot,
  type Json,
  type PinSnapshot,
  type VariantSnapshot,
} from './snapshot.js';

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

/** An experiment took the subject: the only decision that gets a decision id. */
export interface AssignedDecision {
  readonly assigned: true;
  readonly flag: string;
  readonly value: Json;
  readonly variant: string;
  readonly reason: 'experiment_assigned';
  readonly experiment: ExperimentReference;
  readonly phase: number;
}

/** What the flag serves otherwise. `experiment` is the one the reason speaks of; `phase` is given while that is live. */
export interface UnassignedDecision {
  readonly assigned: false;
  readonly flag: string;
  readonly value: Json;
  /** Null for an unknown flag only. */
  readonly variant: string | null;
  readonly reason: Exclude<Reason, 'experiment_assigned'>;
  readonly experiment: ExperimentReference | null;
  readonly phase: number | null;
}

export type Decision = AssignedDecision | UnassignedDecision;

/** Why a live experiment does not take a subject. */
type Refusal = 'experiment_paused' | 'missing_subject' | 'traffic_excluded' | 'enrolment_frozen';

const REASON_OF_PIN = { rollout: 'rolled_out', rollback: 'rolled_back' } as const satisfies Record<
  PinSnapshot['kind'],
  Reason
>;

/**
 * Decides a flag for a subject: unknown → disabled → live experiment → pins → default. Deterministic; never waits.
 * @param flag undefined where there is no flag of that key
 * @param subjectId may be missing where nothing has to be bucketed
 */
export function evaluate(
  flag: FlagSnapshot | undefined,
  flagKey: string,
  subjectId: string | null | undefined,
): Decision {
  if (flag === undefined) return unknownFlag(flagKey);
  if (!flag.enabled) return byDefault(flag, 'flag_disabled');
  const { experiment } = flag;
  if (experiment === undefined) return withoutExperiment(flag);
  const taken = take(experiment, subjectId);
  if (typeof taken === 'string') return refusedBy(experiment, taken, flag);
  return experiment.disabledArms.includes(taken.key)
    ? disabled(flag, experiment, taken)
    : assigned(flag, experiment, taken);
}

/** The experiment's own order of questions; the first that says no gives the reason. */
function take(experiment: ExperimentSnapshot, subjectId: string | null | undefined): VariantSnapshot | Refusal {
  if (experiment.status === 'paused') return 'experiment_paused';
  if (!subjectId) return 'missing_subject';
  const { salt, trafficBuckets, variants, enrolled } = experiment;
  if (!inTraffic(bucketOf(salt, 'traffic', subjectId), trafficBuckets)) return 'traffic_excluded';
  if (enrolled && !enrolled(subjectId)) return 'enrolment_frozen';
  return pickVariant(bucketOf(salt, 'variant', subjectId), variants);
}

function assigned(flag: FlagSnapshot, experiment: ExperimentSnapshot, variant: VariantSnapshot): AssignedDecision {
  return {
    assigned: true,
    flag: flag.key,
    value: variant.value,
    variant: variant.key,
    reason: 'experiment_assigned',
    experiment: { id: experiment.id, key: experiment.key },
    phase: experiment.phase,
  };
}

/** Control's value for a subject of a disabled arm, which is never counted as control. */
function disabled(flag: FlagSnapshot, experiment: ExperimentSnapshot, arm: VariantSnapshot): UnassignedDecision {
  const control = experiment.variants.find((variant) => variant.control) ?? arm;
  return {
    assigned: false,
    flag: flag.key,
    value: control.value,
    variant: arm.key,
    reason: 'arm_disabled',
    experiment: { id: experiment.id, key: experiment.key },
    phase: experiment.phase,
  };
}

/** What the flag serves without the experiment; the experiment explains a default, and always a missing subject. */
function refusedBy(experiment: ExperimentSnapshot, refusal: Refusal, flag: FlagSnapshot): UnassignedDecision {
  const served = withoutExperiment(flag);
  if (served.reason !== 'default' && refusal !== 'missing_subject') return served;
  return {
    ...served,
    reason: refusal,
    experiment: { id: experiment.id, key: experiment.key },
    phase: experiment.phase,
  };
}

function withoutExperiment(flag: FlagSnapshot): UnassignedDecision {
  const newestPin = flag.pins[0];
  return newestPin === undefined ? byDefault(flag, 'default') : pinned(flag, newestPin);
}

function pinned(flag: FlagSnapshot, pin: PinSnapshot): UnassignedDecision {
  return {
    assigned: false,
    flag: flag.key,
    value: pin.value,
    variant: pin.variant,
    reason: REASON_OF_PIN[pin.kind],
    experiment: { id: pin.experimentId, key: pin.experimentKey },
    phase: null,
  };
}

function byDefault(flag: FlagSnapshot, reason: 'default' | 'flag_disabled'): UnassignedDecision {
  return {
    assigned: false,
    flag: flag.key,
    value: flag.defaultValue,
    variant: flag.defaultVariant,
    reason,
    experiment: null,
    phase: null,
  };
}

function unknownFlag(flag: string): UnassignedDecision {
  return { assigned: false, flag, value: null, variant: null, reason: 'flag_not_found', experiment: null, phase: null };
}
