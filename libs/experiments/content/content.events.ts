import type { Condition } from '../../evaluation/index.js';
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

/** What is counted against the threshold: every event, or a failing subject once per window. */
export const GUARDRAIL_UNITS = ['event', 'subject'] as const;
export type GuardrailUnit = (typeof GUARDRAIL_UNITS)[number];

/** Who is judged: each variant and the pooled total, or the variants but control. */
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

/** Who says that a subject was exposed: the product by an event, or the decision itself. */
export const EXPOSURES = ['explicit', 'on_decide'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** When the system starts an approved experiment and pauses a running one; ISO 8601 UTC. */
export interface Schedule {
  readonly startAt: string | null;
  readonly stopAt: string | null;
}

/** What a review is about: editable in draft only, frozen by its hash at submission (the actual traffic aside). */
export interface Content {
  readonly flag: string;
  readonly variants: readonly Variant[];
  /** Whom it is for; null: everybody. */
  readonly targeting: Condition | null;
  /** Path of the attribute that is hashed, enrolled and analysed in the subject's place; null: the subject. */
  readonly bucketBy: string | null;
  readonly exposure: Exposure;
  /** Percent of subjects that the experiment may take without another review. */
  readonly trafficMax: Decimal;
  /** Percent of subjects that the experiment takes: up to `trafficMax`, and no part of the hash. */
  readonly traffic: Decimal;
  readonly hypothesis: string;
  readonly primaryMetric: string | null;
  /** Keys of all metrics, the primary one among them. */
  readonly metrics: readonly string[];
  /** Version of every metric that the experiment or a guardrail names, as it was when it was attached. */
  readonly metricVersions: Readonly<Record<string, number>>;
  readonly guardrails: readonly Guardrail[];
  readonly schedule: Schedule | null;
  /** Key of the conflict domain whose slots are its traffic. */
  readonly conflictDomain: string | null;
  /** Of scheduled starts that wait the highest comes first. */
  readonly priority: number;
}

/** What an amendment may change of a live experiment. Variants stay: the same subject keeps the same variant. */
export interface Amendable extends Pick<
  Content,
  'trafficMax' | 'traffic' | 'hypothesis' | 'guardrails' | 'metricVersions' | 'schedule'
> {
  readonly disabledArms: readonly string[];
}
