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

/** The arms that a threshold judges: each variant and the pooled total, or every variant except control. */
export const THRESHOLD_SCOPES = ['any_variant', 'treatments'] as const;
export type ThresholdScope = (typeof THRESHOLD_SCOPES)[number];

/** The scope of a comparison: each treatment against control. */
export const COMPARISON_SCOPE = 'treatment_vs_control';
export const GUARDRAIL_SCOPES = [...THRESHOLD_SCOPES, COMPARISON_SCOPE] as const;
export type GuardrailScope = (typeof GUARDRAIL_SCOPES)[number];

export const GUARDRAIL_KINDS = ['threshold', 'comparison'] as const;
export type GuardrailKind = (typeof GUARDRAIL_KINDS)[number];

/** Whose telemetry a guardrail judges: that of servers, or also that of client keys, which is anybody's word. */
export const GUARDRAIL_SOURCES = ['server', 'all'] as const;
export type GuardrailSources = (typeof GUARDRAIL_SOURCES)[number];

interface AnyGuardrail {
  readonly key: string;
  readonly metric: string;
  readonly action: GuardrailAction;
  readonly sources: GuardrailSources;
}

/** Compares a metric's value within a window with a threshold. */
export interface ThresholdGuardrail extends AnyGuardrail {
  readonly kind: 'threshold';
  readonly threshold: Decimal;
  /** Minutes of event time; null: since the last start or resume. */
  readonly windowMinutes: number | null;
  readonly per: GuardrailUnit;
  /** Distinct exposed subjects that an arm needs within the window before it is judged. */
  readonly minSample: number;
  readonly scope: ThresholdScope;
}

/** Compares each treatment with control by an always-valid test, since the last start or resume. */
export interface ComparisonGuardrail extends AnyGuardrail {
  readonly kind: 'comparison';
  readonly scope: typeof COMPARISON_SCOPE;
  /** Above 0 and below 1, relative to control: with 0.02 a treatment may be worse by 2%. */
  readonly margin: Decimal;
}

/** The limit of a guardrail, by its kind. */
export type Limit =
  | { readonly kind: 'threshold'; readonly threshold: Decimal }
  | { readonly kind: 'comparison'; readonly margin: Decimal };

export type Guardrail = ThresholdGuardrail | ComparisonGuardrail;

/** primary: what the experiment is decided by. guard: what must not get worse. secondary: every other metric. */
export const METRIC_ROLES = ['primary', 'secondary', 'guard'] as const;
export type MetricRole = (typeof METRIC_ROLES)[number];

/** A metric of an experiment and what is asked of it. */
export interface AttachedMetric {
  readonly metric: string;
  readonly role: MetricRole;
  /** As a comparison's: not worse than control by more than this share; null: no such limit. */
  readonly margin: Decimal | null;
}

/** What the experiment is planned to find, in its subjects or its days. */
export type Planned = {
  /** The smallest effect on the primary metric that matters, relative to control; above 0. */
  readonly mde: Decimal;
  /** The chance to find an effect of that size, and to find one where there is none; above 0 and below 1. */
  readonly power: Decimal;
  readonly alpha: Decimal;
} & ({ readonly subjects: number } | { readonly days: number });

/** An attribute that results are sliced by, and the values that have a slice of their own. */
export interface Dimension {
  readonly key: string;
  /** A path, as in `bucketBy`. */
  readonly attribute: string;
  readonly values: readonly string[];
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
  /** Of the metrics that are guards or have a margin, in the order of `metrics`; `attachedOf` has all. */
  readonly attachments: readonly AttachedMetric[];
  /** Version of every metric that the experiment or a guardrail names, fixed when the metric was attached. */
  readonly metricVersions: Readonly<Record<string, number>>;
  readonly guardrails: readonly Guardrail[];
  readonly planned: Planned | null;
  readonly dimensions: readonly Dimension[];
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
