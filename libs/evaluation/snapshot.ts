import type { Json } from './json.js';
import type { Condition } from './targeting/condition.js';
import type { Meant } from './targeting/semantics.js';

export type { Json } from './json.js';

export type FlagType = 'boolean' | 'string' | 'number' | 'json';

/**
 * All inputs of the decisions of one environment. Conditions name semantics where these matter (`Meant`). It is plain JSON, for the snapshot feed and the saved file;
 * `compileSnapshot` compiles it for deciding. Times are epoch milliseconds.
 */
export interface EnvironmentSnapshot extends EnvironmentSettings {
  readonly flags: readonly FlagSnapshot[];
}

/** The settings of an environment that its flags share. */
export interface EnvironmentSettings {
  /** The groups that conditions and overrides can name. */
  readonly groups: readonly GroupSnapshot[];
  readonly holdouts: readonly HoldoutSnapshot[];
  readonly conflictDomains: readonly ConflictDomainSnapshot[];
  /** How many live experiments can have a subject in their traffic, oldest first; null: no limit. */
  readonly participationLimit: number | null;
}

/** Everything about a flag that decisions of one environment need. */
export interface FlagSnapshot {
  readonly key: string;
  readonly type: FlagType;
  readonly enabled: boolean;
  readonly defaultValue: Json;
  /** The name of the default's variant; 'default' if it has none. */
  readonly defaultVariant: string;
  /** Named values that rules serve; empty for a flag with a plain default value. */
  readonly variants: Readonly<Record<string, Json>>;
  /** Newest first; the first match wins. An override for a subject wins over one for a group. */
  readonly overrides: readonly OverrideSnapshot[];
  /** The live (running or paused) experiment; a flag has at most one per environment. */
  readonly experiment: ExperimentSnapshot | null;
  /** Left by completed experiments, newest first. */
  readonly pins: readonly PinSnapshot[];
  /** In order: the first rule whose condition holds serves. */
  readonly rules: readonly RuleSnapshot[];
  /** The flag serves its default unless all of these hold; absent without any. */
  readonly requires?: readonly RequirementSnapshot[];
  /** Sent to clients with every decision. */
  readonly metadata: FlagMetadata;
  /** True if clients on users' devices can request this flag. */
  readonly clientVisible: boolean;
}

export type FlagMetadata = Readonly<Record<string, string | number | boolean>>;

/** Another flag of the environment must serve the value of this variant; `default` stands for a plain default. */
export interface RequirementSnapshot {
  readonly flag: string;
  readonly variant: string;
}

export interface ExperimentSnapshot extends Meant {
  readonly id: string;
  readonly key: string;
  readonly status: 'running' | 'paused';
  readonly phase: number;
  /** Time of the first start: participation limits prefer the oldest experiments. */
  readonly startedAt: number;
  /** Never changes, so that a unit always gets the same variant. */
  readonly salt: string;
  /** The audience; null: everybody. */
  readonly targeting: Condition | null;
  /** Path of the attribute whose value is hashed, enrolled and analysed; null: the subject itself. */
  readonly bucketBy: string | null;
  /** `on_decide`: a single decision that assigns is also the exposure. `explicit`: the product reports exposures. */
  readonly exposure: 'explicit' | 'on_decide';
  /** How many of the 1 000 000 traffic buckets are in; unused in a conflict domain. */
  readonly trafficBuckets: number;
  /** The domain whose slots are the traffic; null: the traffic buckets are. */
  readonly conflictDomain: string | null;
  readonly variants: readonly VariantSnapshot[];
  /** Keys of the arms whose subjects get control's value. */
  readonly disabledArms: readonly string[];
  /** Attributes whose values the decision id carries; absent without any. */
  readonly dimensions?: readonly DimensionSnapshot[];
  /** A filter of the enrolled digests (`EnrolledFilter.toText`), if enrolment is frozen and the filter is ready. */
  readonly enrolled: string | null;
}

export interface DimensionSnapshot {
  /** Name or path. */
  readonly attribute: string;
  readonly values: readonly string[];
}

export interface VariantSnapshot {
  readonly key: string;
  readonly value: Json;
  readonly control: boolean;
  /** Exclusive end of this variant's range of buckets, which starts at the end of the previous variant. */
  readonly upTo: number;
}

export interface PinSnapshot extends Meant {
  readonly experimentId: string;
  readonly experimentKey: string;
  /** Time of the experiment's first start: a subject that was held out of the experiment does not get its pin. */
  readonly startedAt: number;
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
  /** The experiment's audience; null: everybody. */
  readonly targeting: Condition | null;
}

/** Serves one variant, or shares of several, to subjects for which its condition holds. */
export interface RuleSnapshot extends Meant {
  readonly name: string | null;
  readonly when: Condition;
  readonly serve: RuleServe;
}

export type RuleServe =
  | { readonly kind: 'variant'; readonly variant: string }
  | {
      readonly kind: 'split';
      /** Belongs to the rule, so that moving the rule in the list reassigns no subject. */
      readonly salt: string;
      /** In ascending order of names, which makes the assignment deterministic. */
      readonly shares: readonly { readonly variant: string; readonly upTo: number }[];
    };

/** Serves a variant to one subject or to a group, before experiments, pins and rules. */
export interface OverrideSnapshot {
  readonly id: string;
  readonly for:
    { readonly kind: 'subject'; readonly subject: string } | { readonly kind: 'group'; readonly group: string };
  readonly variant: string;
  readonly value: Json;
  /** The experiment (draft or live) of the variant: the decision gets an id, but its telemetry is not counted. */
  readonly experiment: { readonly id: string; readonly key: string; readonly phase: number } | null;
  /** The override has no effect from this time on. */
  readonly expiresAt: number;
}

export type GroupSnapshot =
  | { readonly kind: 'list'; readonly key: string; readonly subjects: readonly string[] }
  | ({ readonly kind: 'condition'; readonly key: string; readonly when: Condition } & Meant);

/** Between its start and end, its share of subjects skips experiments, and pins of experiments that started later. */
export interface HoldoutSnapshot {
  readonly key: string;
  readonly salt: string;
  /** How many of the 1 000 000 buckets are held out. */
  readonly shareBuckets: number;
  /** Keys of the covered flags; null: all flags. */
  readonly flags: readonly string[] | null;
  readonly startsAt: number;
  /** Exclusive; null: not yet known. */
  readonly endsAt: number | null;
}

/** A subject is in at most one experiment of a domain: each experiment reserves some of the 10 000 slots. */
export interface ConflictDomainSnapshot {
  readonly key: string;
  readonly salt: string;
  readonly reservations: readonly {
    /** Id of the experiment. */
    readonly experiment: string;
    /** Ranges of slots with exclusive ends; ranges of one domain do not overlap. */
    readonly slots: readonly (readonly [from: number, end: number])[];
  }[];
}
