import { Buckets } from './bucketing.js';
import type { ExperimentReference, ServedDecision } from './decision.js';
import type { FlagSnapshot, HoldoutSnapshot, OverrideSnapshot, PinSnapshot, VariantSnapshot } from './snapshot.js';
import type { Reader } from './targeting/attribute.js';
import type { Matcher } from './targeting/compile-condition.js';

/**
 * A flag compiled for fast decisions: conditions are closures, hash prefixes are hashed, and decisions that do not
 * depend on the subject are ready. With many flags, memory access dominates, so a decision touches few objects. Lists
 * are linked lists, which saves 52% of a decision among 10,000 flags, and nothing among ten (docs/performance.md).
 */
export interface CompiledFlag {
  readonly enabled: boolean;
  /** Null: none. */
  readonly requires: readonly CompiledRequirement[] | null;
  readonly overrides: CompiledOverrides | null;
  readonly experiment: CompiledExperiment | null;
  readonly pins: readonly CompiledPin[];
  /** The first rule; `next` leads to the others. */
  readonly rules: CompiledRule | null;
  readonly byDefault: ServedDecision;
  readonly snapshot: FlagSnapshot;
  /** The holdouts that cover this flag. */
  readonly holdouts: readonly CompiledHoldout[];
}

export interface CompiledRequirement {
  readonly flag: string;
  readonly variant: string;
  /** The required flag as it is now; undefined if there is none. */
  readonly find: () => CompiledFlag | undefined;
}

export interface CompiledOverrides {
  readonly bySubject: ReadonlyMap<string, readonly OverrideSnapshot[]>;
  readonly byGroup: readonly { readonly override: OverrideSnapshot; readonly isMember: Matcher }[];
}

/** One object holds everything that a decision reads of an experiment, for speed. */
export interface CompiledExperiment extends CompiledTraffic {
  readonly reference: ExperimentReference;
  readonly phase: number;
  readonly exposesOnDecide: boolean;
  readonly paused: boolean;
  /** Null: everybody. */
  readonly audience: Matcher | null;
  readonly variants: readonly VariantSnapshot[];
  readonly variantBuckets: Buckets;
  readonly control: VariantSnapshot;
  /** Null: no arm is disabled. */
  readonly disabledArms: readonly string[] | null;
  /** Null: enrolment is open. */
  readonly isEnrolled: ((unit: string) => boolean) | null;
  readonly participation: Participation | null;
  /** Null: none. */
  readonly dimensions: readonly CompiledDimension[] | null;
}

export interface CompiledDimension {
  readonly attribute: Reader;
  /** From 1; any other value is 0. */
  readonly indexes: ReadonlyMap<string, number>;
}

/** Which subjects an experiment can take, without regard to targeting and freeze. */
export interface CompiledTraffic {
  readonly id: string;
  readonly startedAt: number;
  /** Name or path of the attribute that is hashed instead of the subject; null: the subject is hashed. */
  readonly bucketBy: string | null;
  /** Reads that attribute. */
  readonly unit: Reader | null;
  /** With a domain, the experiment's slots are its traffic; without, its traffic buckets are. */
  readonly domain: CompiledDomain | null;
  readonly traffic: number;
  readonly trafficBuckets: Buckets;
}

export interface CompiledDomain {
  readonly key: string;
  readonly slot: (subject: string) => number;
  /** The experiment that has reserved the slot; null if the slot is free. */
  readonly ownerOf: (slot: number) => string | null;
}

/** The participation limit and all live experiments of the environment, oldest first. */
export interface Participation {
  readonly limit: number;
  readonly experiments: readonly CompiledTraffic[];
}

export interface CompiledPin {
  readonly snapshot: PinSnapshot;
  readonly reference: ExperimentReference;
  /** Null: everybody. */
  readonly audience: Matcher | null;
  readonly served: ServedDecision;
}

export interface CompiledRule {
  readonly name: string | null;
  readonly holds: Matcher;
  /** A decision if the rule serves one variant, a split if it serves several. */
  readonly serve: ServedDecision | CompiledSplit;
  readonly next: CompiledRule | null;
}

/** Extends its own buckets, so that split and buckets are one object. */
export class CompiledSplit extends Buckets {
  /** @param shares the share of the lowest buckets; `next` leads to the others */
  constructor(
    salt: string,
    readonly shares: CompiledShare,
  ) {
    super(salt, 'rule');
  }
}

export interface CompiledShare {
  /** End of its buckets, exclusive. */
  readonly upTo: number;
  readonly served: ServedDecision;
  readonly next: CompiledShare | null;
}

export interface CompiledHoldout {
  readonly snapshot: HoldoutSnapshot;
  readonly buckets: Buckets;
}
