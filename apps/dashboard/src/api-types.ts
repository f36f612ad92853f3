/** A decimal number as text, for example `0.05`. */
export type Decimal = string;

/** An instant, ISO 8601 in UTC. */
export type Instant = string;

/** A position in the event log; as texts, positions of one log compare in log order. */
export type Position = string;

export type Scope = 'manage' | 'read' | 'decide' | 'ingest' | 'halt';
export type Role = 'viewer' | 'experimenter' | 'approver' | 'admin';

export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly role: Role } | null;
  readonly key: { readonly id: string; readonly name: string };
  readonly scopes: readonly Scope[];
}

export interface Actor {
  readonly kind: 'user' | 'key' | 'system';
  readonly id: string;
  readonly name: string;
}

export const EXPERIMENT_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'archived',
] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

export interface Outcome {
  readonly kind: 'rollout' | 'rollback' | 'no_effect';
  readonly winner?: string | null;
  readonly comment?: string | null;
  readonly by: Actor;
}

export interface Variant {
  readonly key: string;
  readonly value: unknown;
  readonly weight: Decimal;
  readonly control: boolean;
}

export type GuardrailAction = 'pause' | 'rollback' | 'disable_arm' | 'notify';
export type Direction = 'lower_is_better' | 'higher_is_better';

export interface Guardrail {
  readonly key: string;
  readonly metric: string;
  readonly threshold: Decimal;
  /** `null`: since the last start or resume. */
  readonly windowMinutes: number | null;
  readonly action: GuardrailAction;
}

export interface Experiment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly flag: string;
  readonly status: ExperimentState;
  readonly phase: number | null;
  readonly run: number | null;
  readonly traffic: Decimal;
  readonly owner: { readonly id: string; readonly name: string };
  readonly outcome: Outcome | null;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly variants: readonly Variant[];
  readonly guardrails: readonly Guardrail[];
}

/** A count (a whole number), or a sum (a decimal as text). */
export type Quantity = number | Decimal;

export interface Rate {
  /** `null`: the rate is a quantile, not a fraction. */
  readonly numerator: Quantity | null;
  readonly denominator: Quantity;
  /** `null`: no data. */
  readonly value: Decimal | null;
}

export interface GuardrailRates extends Omit<Guardrail, 'key'> {
  readonly guardrail: string;
  readonly direction: Direction;
  readonly state: 'no_data' | 'healthy' | 'breached';
  readonly windowFrom: Instant | null;
  readonly windowTo: Instant | null;
  readonly variants: readonly (Rate & { readonly variant: string; readonly evidence: string | null })[];
  readonly total: Rate & { readonly evidence: string | null };
}

export interface RatesReport {
  readonly asOf: Instant | null;
  readonly position: Position;
  readonly items: readonly GuardrailRates[];
}

export type MetricKind = 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile';

export interface Results {
  readonly exposure: { readonly subjects: Readonly<Record<string, number>> };
  readonly metrics: readonly { readonly metric: string; readonly kind: MetricKind }[];
}

export interface TimeseriesPoint {
  readonly time: Instant;
  readonly variants: Readonly<Record<string, Rate>>;
}

export interface Timeseries {
  readonly metric: string;
  readonly bucketSeconds: number;
  readonly points: readonly TimeseriesPoint[];
}

export interface Trigger {
  readonly id: string;
  readonly experiment: string;
  readonly guardrail: string;
  readonly metric: string;
  readonly action: GuardrailAction;
  readonly threshold: Decimal;
  readonly value: Decimal;
  /** The data that the value comes from, such as `p95 of 210 values`. */
  readonly evidence: string;
  /** `null`: all variants pooled. */
  readonly variant: string | null;
  readonly windowFrom: Instant;
  readonly windowTo: Instant;
  readonly detectedAt: Instant;
  readonly detectedBy: 'monitor' | 'sweep' | 'request';
  /** `null`: the breach is recorded, but its action is not carried out yet. */
  readonly outcome: 'acted' | 'superseded' | 'refused' | null;
}

export interface HistoryItem {
  readonly position: Position;
  readonly revision: number;
  readonly type: string;
  readonly at: Instant;
  readonly by: Actor;
  readonly summary: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** RFC 9457. */
export interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
}
