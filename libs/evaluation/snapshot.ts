import type { Json } from './json.js';
import type { Condition } from './targeting/condition.js';

export type { Json } from './json.js';

export type FlagType = 'boolean' | 'string' | 'number' | 'json';

/**
 * All that the decisions of one environment are made from. Plain JSON: it travels, and stands in the saved file;
 * `compileSnapshot` makes it fit to decide from. Times are epoch milliseconds.
 */
export interface EnvironmentSnapshot extends EnvironmentSettings {
  readonly flags: readonly FlagSnapshot[];
}

/** What no single flag says: it bears on all of them. */
export interface EnvironmentSettings {
  /** Those that conditions and overrides may name. */
  readonly groups: readonly GroupSnapshot[];
  readonly holdouts: readonly HoldoutSnapshot[];
  readonly conflictDomains: readonly ConflictDomainSnapshot[];
  /** In the traffic of how many live experiments a subject is at most, oldest first; null: of any number. */
  readonly participationLimit: number | null;
}

/** All that one environment needs to know of a flag to decide it. */
export interface FlagSnapshot {
  readonly key: string;
  readonly type: FlagType;
  readonly enabled: boolean;
  readonly defaultValue: Json;
  /** The default's variant, 'default' for a default without a name. */
  readonly defaultVariant: string;
  /** Named values, which rules serve; none for a flag with one plain default value. */
  readonly variants: Readonly<Record<string, Json>>;
  /** Newest first: of two for one subject the first wins, and one for a subject wins over any group's. */
  readonly overrides: readonly OverrideSnapshot[];
  /** The live (running or paused) experiment; a flag has at most one per environment. */
  readonly experiment: ExperimentSnapshot | null;
  /** What completed experiments left behind, newest first. */
  readonly pins: readonly PinSnapshot[];
  /** In their order: the first whose condition holds serves. */
  readonly rules: readonly RuleSnapshot[];
  /** Handed to clients along with every decision. */
  readonly metadata: FlagMetadata;
  /** Whether clients that users hold in their hands may ask for it. */
  readonly clientVisible: boolean;
}

export type FlagMetadata = Readonly<Record<string, string | number | boolean>>;

export interface ExperimentSnapshot {
  readonly id: string;
  readonly key: string;
  readonly status: 'running' | 'paused';
  readonly phase: number;
  /** When it first started: participation limits take the oldest first. */
  readonly startedAt: number;
  /** Lasts the experiment's life: same unit, same variant. */
  readonly salt: string;
  /** Whom it is for; null: everybody. */
  readonly targeting: Condition | null;
  /** Path of the attribute whose value is hashed, enrolled and analysed; null: the subject itself. */
  readonly bucketBy: string | null;
  /** Whether a single decision that assigns is the exposure, or the product reports it. */
  readonly exposure: 'explicit' | 'on_decide';
  /** How many of the 1 000 000 traffic buckets are in; not asked in a conflict domain. */
  readonly trafficBuckets: number;
  /** The domain whose slots are its traffic. */
  readonly conflictDomain: string | null;
  readonly variants: readonly VariantSnapshot[];
  /** Keys of the arms whose subjects get control's value. */
  readonly disabledArms: readonly string[];
  /** Where enrolment is frozen and the enrolled are known: a filter of their digests (`EnrolledFilter.toText`). */
  readonly enrolled: string | null;
}

export interface VariantSnapshot {
  readonly key: string;
  readonly value: Json;
  readonly control: boolean;
  /** The variant bucket at which this variant's range ends, itself outside; it starts at the previous variant's. */
  readonly upTo: number;
}

export interface PinSnapshot {
  readonly experimentId: string;
  readonly experimentKey: string;
  /** When that experiment first started: who was held out of it gets no pin of it either. */
  readonly startedAt: number;
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
  /** The experiment's audience; null: everybody. */
  readonly targeting: Condition | null;
}

/** Serves a variant to whom its condition holds for, or a variant each to shares of them. */
export interface RuleSnapshot {
  readonly name: string | null;
  readonly when: Condition;
  readonly serve: RuleServe;
}

export type RuleServe =
  | { readonly kind: 'variant'; readonly variant: string }
  | {
      readonly kind: 'split';
      /** The rule's own: the same as long as the rule is the same, wherever it stands in the list. */
      readonly salt: string;
      /** In ascending order of names, so that one raised share takes from others and moves nobody of its own. */
      readonly shares: readonly { readonly variant: string; readonly upTo: number }[];
    };

/** Serves a subject, or whoever is in a group, a variant whatever the flag does otherwise. */
export interface OverrideSnapshot {
  readonly id: string;
  readonly for:
    { readonly kind: 'subject'; readonly subject: string } | { readonly kind: 'group'; readonly group: string };
  readonly variant: string;
  readonly value: Json;
  /** The experiment, draft or live, whose variant this is: the decision gets an id whose telemetry counts nowhere. */
  readonly experiment: { readonly id: string; readonly key: string; readonly phase: number } | null;
  /** From then on it is none. */
  readonly expiresAt: number;
}

export type GroupSnapshot =
  | { readonly kind: 'list'; readonly key: string; readonly subjects: readonly string[] }
  | { readonly kind: 'condition'; readonly key: string; readonly when: Condition };

/** A share of subjects who, from its start to its end, skip experiments and the pins of those that started after it. */
export interface HoldoutSnapshot {
  readonly key: string;
  readonly salt: string;
  /** How many of the 1 000 000 buckets are held out. */
  readonly shareBuckets: number;
  /** Keys of the flags that it covers; null: all. */
  readonly flags: readonly string[] | null;
  readonly startsAt: number;
  /** Itself outside; null: not yet known. */
  readonly endsAt: number | null;
}

/** Experiments of which a subject is in one at most: each has slots of 10 000 for itself. */
export interface ConflictDomainSnapshot {
  readonly key: string;
  readonly salt: string;
  readonly reservations: readonly {
    /** Id of the experiment. */
    readonly experiment: string;
    /** Ranges of slots, each with its end outside; no slot is in two ranges of one domain. */
    readonly slots: readonly (readonly [from: number, end: number])[];
  }[];
}
