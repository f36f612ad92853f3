import type { Buckets } from './bucketing.js';
import type { ExperimentReference } from './decision.js';
import type { Json } from './json.js';
import type {
  ExperimentSnapshot,
  FlagSnapshot,
  HoldoutSnapshot,
  OverrideSnapshot,
  PinSnapshot,
  VariantSnapshot,
} from './snapshot.js';
import type { Matcher } from './targeting/compile-condition.js';

/** A flag made fit to decide from: conditions are closures, the beginnings of what is hashed are hashed. */
export interface CompiledFlag {
  readonly snapshot: FlagSnapshot;
  readonly enabled: boolean;
  readonly overrides: CompiledOverrides | null;
  readonly experiment: CompiledExperiment | null;
  readonly pins: readonly CompiledPin[];
  readonly rules: readonly CompiledRule[];
  /** Those that cover this flag. */
  readonly holdouts: readonly CompiledHoldout[];
}

export interface CompiledOverrides {
  readonly bySubject: ReadonlyMap<string, readonly OverrideSnapshot[]>;
  readonly byGroup: readonly { readonly override: OverrideSnapshot; readonly isMember: Matcher }[];
}

/** What every decision looks at stands in one object: with many flags, memory is what takes time. */
export interface CompiledExperiment extends CompiledTraffic {
  readonly snapshot: ExperimentSnapshot;
  readonly reference: ExperimentReference;
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
}

export interface CompiledRule {
  readonly name: string | null;
  readonly holds: Matcher;
  readonly serve:
    | { readonly kind: 'variant'; readonly variant: string; readonly value: Json }
    | {
        readonly kind: 'split';
        readonly buckets: Buckets;
        readonly shares: readonly { readonly variant: string; readonly value: Json; readonly upTo: number }[];
      };
}

export interface CompiledHoldout {
  readonly snapshot: HoldoutSnapshot;
  readonly buckets: Buckets;
}
