import type { Condition, Meant } from '../../evaluation/index.js';
import type { Json } from '../../event-store/index.js';
import type { Decimal } from '../../primitives/decimal.js';

export interface Variant {
  readonly key: string;
  readonly value: Json;
  /** Percent; all weights sum to exactly 100. */
  readonly weight: Decimal;
  readonly control: boolean;
}

export const GUARDRAIL_ACTIONS = ['pause', 'rollback', 'disable_arm', 'notify'] as const;
export type GuardrailAction = (typeof GUARDRAIL_ACTIONS)[number];

/** The unit counted against the threshold: every event, or each failing subject once per window. */
export const GUARDRAIL_UNITS = ['event', 'subject'] as const;
export type GuardrailUnit = (typeof GUARDRAIL_UNITS)[number];

/** The arms that are judged: each variant and the pooled total, or every variant except control. */
export const GUARDRAIL_SCOPES = ['any_variant', 'treatments'] as const;
export type GuardrailScope = (typeof GUARDRAIL_SCOPES)[number];

export interface Guardrail {
  readonly key: string;
  readonly metric: string;
  readonly threshold: Decimal;
  /** Minutes of event time; null: since the last start or resume. */
  readonly windowMinutes: number | null;
  readonly action: GuardrailAction;
  readonly per: GuardrailUnit;
  /** Distinct exposed subjects that an arm needs within the window before it is judged. */
  readonly minSample: number;
  readonly scope: GuardrailScope;
}

/** The source of exposures: an event that the product sends, or the decision itself. */
export const EXPOSURES = ['explicit', 'on_decide'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** Times at which the system starts an approved experiment and pauses a running one; ISO 8601 UTC. */
export interface Schedule {
  readonly startAt: string | null;
  readonly stopAt: string | null;
}

/**
 * The reviewed content. It is editable in draft only; submission fixes all but the actual traffic by a hash. Its
 * semantics are those of `targeting` and `bucketBy`.
 */
export interface Content extends Meant {
  readonly flag: string;
  readonly variants: readonly Variant[];
  /** The condition that subjects must match; null: everybody. */
  readonly targeting: Condition | null;
  /** Path of the attribute that is hashed, enrolled and analysed instead of the subject; null: the subject. */
  readonly bucketBy: string | null;
  readonly exposure: Exposure;
  /** Percent of subjects that the experiment may take without another review. */
  readonly trafficMax: Decimal;
  /** Percent of subjects that the experiment takes: at most `trafficMax`, and not part of the hash. */
  readonly traffic: Decimal;
  readonly hypothesis: string;
  readonly primaryMetric: string | null;
  /** Keys of all metrics, including the primary one. */
  readonly metrics: readonly string[];
  /** Version of every metric that the experiment or a guardrail names, fixed when the metric was attached. */
  readonly metricVersions: Readonly<Record<string, number>>;
  readonly guardrails: readonly Guardrail[];
  readonly schedule: Schedule | null;
  /** Key of the conflict domain that its traffic takes slots of. */
  readonly conflictDomain: string | null;
  /** Waiting scheduled starts run in order of priority, the highest first. */
  readonly priority: number;
}

/** Fields of a live experiment that an amendment may change. Variants stay, so that subjects keep theirs. */
export interface Amendable extends Pick<
  Content,
  'trafficMax' | 'traffic' | 'hypothesis' | 'guardrails' | 'metricVersions' | 'schedule'
> {
  readonly disabledArms: readonly string[];
}
