/** What rules can ask for. A more special kind stands before the kinds that it is also one of. */
export const EVENT_KINDS = [
  'guardrail_breached',
  'health_failing',
  'review_requested',
  'review_decided',
  'amendment_opened',
  'schedule_fired',
  'schedule_failed',
  'experiment_started',
  'experiment_resumed',
  'experiment_paused',
  'experiment_rolled_back',
  'experiment_completed',
  'still_served',
  'events_parked',
  'key_expiring',
  'flag_stale',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The kinds of deliveries: those of rules, a test that an admin asked for, and many notifications in one. */
export const DELIVERY_KINDS = [...EVENT_KINDS, 'test', 'digest'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** Ascending. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** True if the severity is at least the other one. */
export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

/** The highest of some severities; `info` of none. */
export const highestOf = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>((highest, each) => (isAtLeast(each, highest) ? each : highest), 'info');
