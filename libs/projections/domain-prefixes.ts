/**
 * Streams of everything that commands write. Whoever answers queries subscribes to all of them, also to those that it
 * does not read, so that its position passes every command's at once.
 */
export const DOMAIN_PREFIXES = [
  'flag-',
  'flag_environment-',
  'metric-',
  'event_type-',
  'environments-',
  'user-',
  'api_key-',
  'review_policy-',
  'approver_group-',
  'experiment-',
  'group-',
  'override-',
  'holdout-',
  'conflict_domain-',
  'participation_limit-',
  'guardrail-',
  'check-',
  'operations-',
] as const;
