import { Buckets } from './bucketing.js';
import type { ExperimentReference, ServedDecision } from './decision.js';
import type { FlagSnapshot, HoldoutSnapshot, OverrideSnapshot, PinSnapshot, VariantSnapshot } from './snapshot.js';
import type { Matcher } from './targeting/compile-condition.js';

/**
 * A flag made fit to decide from: conditions are closures, the beginnings of what is hashed are hashed, decisions that are
 * the same for everybody whom they meet are made. With many flags memory is what takes time, so few objects lie on the
 * way to a decision: lists are chains, which halves its time among 10,000 flags.
 */
export interface CompiledFlag {
  readonly enabled: boolean;
  readonly overrides: CompiledOverrides | null;
  readonly experiment: CompiledExperiment | null;
  readonly pins: readonly CompiledPin[];
  /** The first of them. */
  readonly rules: CompiledRule | null;
  readonly byDefault: ServedDecision;
  readonly snapshot: FlagSnapshot;
  /** Those that cover this flag. */
  readonly holdouts: readonly CompiledHoldout[];
}

export interface CompiledOverrides {
  readonly bySubject: ReadonlyMap<string, readonly OverrideSnapshot[]>;
  readonly byGroup: readonly { readonly override: OverrideSnapshot; readonly isMember: Matcher }[];
}

/** What every decision looks at stands in one object. */
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
  /** Null: none is. */
  readonly disabledArms: readonly string[] | null;
  /** Null: enrolment is open. */
  readonly isEnrolled: ((unit: string) => boolean) | null;
  readonly participation: Participation | null;
}

/** Who an experiment may take, attributes and freeze aside. */
export interface CompiledTraffic {
  readonly id: string;
  readonly startedAt: number;
  /** Path of the attribute that is hashed instead of the subject. */
  readonly unitPath: readonly string[] | null;
  /** In a domain its slots are the traffic, otherwise its buckets. */
  readonly domain: CompiledDomain | null;
  readonly traffic: number;
  readonly trafficBuckets: Buckets;
}

export interface CompiledDomain {
  readonly key: string;
  readonly slot: (subject: string) => number;
  /** The experiment that a slot is reserved for; null where it is free. */
  readonly ownerOf: (slot: number) => string | null;
}

/** All live experiments of an environment in which a subject is in the traffic of `limit` at most, the oldest first. */
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
  /** A decision serves one variant. */
  readonly serve: ServedDecision | CompiledSplit;
  readonly next: CompiledRule | null;
}

/** Its own buckets, so that both are one object. */
export class CompiledSplit extends Buckets {
  /** @param shares the first of them: that of the lowest buckets */
  constructor(
    salt: string,
    readonly shares: CompiledShare,
  ) {
    super(salt, 'rule');
  }
}

export interface CompiledShare {
  /** Where its buckets end. */
  readonly upTo: number;
  readonly served: ServedDecision;
  readonly next: CompiledShare | null;
}

export interface CompiledHoldout {
  readonly snapshot: HoldoutSnapshot;
  readonly buckets: Buckets;
}
