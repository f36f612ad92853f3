import type { Json } from '../event-store/index.js';
import type { DomainEvent } from '../platform/decider.js';

export const FLAG_TYPES = ['boolean', 'string', 'number', 'json'] as const;
export type FlagType = (typeof FLAG_TYPES)[number];

/**
 * On `flag-<key>`: what all environments share. The default given at creation starts every environment. From `flag_closed`
 * on no experiment starts: the flag is about to be archived, or reopened where one turns out to be live.
 */
export type FlagEvent =
  | DomainEvent<'flag_created', { key: string; type: FlagType; default: Json; description: string; tags: string[] }>
  | DomainEvent<'flag_described', { description?: string; tags?: string[] }>
  | DomainEvent<'flag_closed', Record<string, never>>
  | DomainEvent<'flag_reopened', Record<string, never>>
  | DomainEvent<'flag_archived', Record<string, never>>;

/**
 * On `flag_environment-<environment>:<key>`: what one environment decides by itself. `lifted` names the experiments whose
 * pins it ended. `starts_abandoned` stands in the way of starts that read the flag before it was closed.
 */
export type FlagEnvironmentEvent =
  | DomainEvent<'flag_enabled', Record<string, never>>
  | DomainEvent<'flag_disabled', Record<string, never>>
  | DomainEvent<'flag_default_changed', { default: Json; lifted: readonly string[] }>
  | DomainEvent<'flag_pin_adopted', { experiment: string; default: Json; lifted: readonly string[] }>
  | DomainEvent<'flag_pin_lifted', { experiment: string }>
  | DomainEvent<'starts_abandoned', Record<string, never>>
  | DomainEvent<'experiment_reserved', { experimentId: string }>;

export const flagStream = (key: string): string => `flag-${key}`;
export const flagEnvironmentStream = (environment: string, key: string): string =>
  `flag_environment-${environment}:${key}`;

/** The environment and the flag that such a stream is about. */
export function placeOf(stream: string): { readonly environment: string; readonly key: string } {
  const start = stream.indexOf('-') + 1;
  const colon = stream.indexOf(':');
  return { environment: stream.slice(start, colon), key: stream.slice(colon + 1) };
}
