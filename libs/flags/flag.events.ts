import type { Condition, Meant } from '../evaluation/index.js';
import type { Json } from '../event-store/index.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';

export const FLAG_TYPES = ['boolean', 'string', 'number', 'json'] as const;
export type FlagType = (typeof FLAG_TYPES)[number];

/** Values by their names; empty for a flag with one plain default value. */
export type Variants = Readonly<Record<string, Json>>;

/** Clients get it with every decision. */
export type FlagMetadata = Readonly<Record<string, string | number | boolean>>;

/** `variant` is null for a plain value. */
export interface FlagDefault {
  readonly value: Json;
  readonly variant: string | null;
}

/** A variant of the flag, or a split: percentages by variant that sum to exactly 100. */
export type RuleServe = string | { readonly split: Readonly<Record<string, Decimal>> };

/** Serves the subjects that match its condition. */
export interface Rule {
  readonly name: string | null;
  readonly when: Condition;
  readonly serve: RuleServe;
}

/** The descriptive fields of a flag, which do not affect decisions. */
export interface FlagLabels {
  readonly description: string;
  readonly tags: readonly string[];
  /** A person or a team. */
  readonly owner: string;
  readonly metadata: FlagMetadata;
  /** True if client-side applications, in the hands of users, may ask for the flag. */
  readonly clientVisible: boolean;
}

/**
 * On `flag-<key>`: the part that all environments share. Every environment begins with the default and the rules of the
 * creation. After `flag_closed` no experiment starts: the flag is then archived, or reopened if an experiment is live.
 */
export type FlagEvent =
  | DomainEvent<
      'flag_created',
      FlagLabels &
        Meant & {
          key: string;
          type: FlagType;
          variants: Variants;
          default: Json;
          defaultVariant: string | null;
          rules: readonly Rule[];
        }
    >
  | DomainEvent<'flag_described', Partial<FlagLabels>>
  | DomainEvent<'flag_variants_added', { variants: Variants }>
  | DomainEvent<'flag_closed', Record<string, never>>
  | DomainEvent<'flag_reopened', Record<string, never>>
  | DomainEvent<'flag_archived', Record<string, never>>
  | DomainEvent<'flag_restored', Record<string, never>>;

/**
 * On `flag_environment-<environment>:<key>`: the part that each environment decides. `lifted` names the experiments
 * whose pins the event ended. `starts_abandoned` makes starts fail that read the flag before it was closed.
 */
export type FlagEnvironmentEvent =
  | DomainEvent<'flag_enabled', Record<string, never>>
  | DomainEvent<'flag_disabled', Record<string, never>>
  | DomainEvent<'flag_default_changed', { default: Json; defaultVariant: string | null; lifted: readonly string[] }>
  | DomainEvent<'flag_rules_replaced', Meant & { rules: readonly Rule[] }>
  | DomainEvent<
      'flag_pin_adopted',
      { experiment: string; default: Json; defaultVariant: string | null; lifted: readonly string[] }
    >
  | DomainEvent<'flag_pin_lifted', { experiment: string }>
  | DomainEvent<'starts_abandoned', Record<string, never>>
  | DomainEvent<'experiment_reserved', { experimentId: string }>;

export const FLAG_CATEGORY = 'flag';
export const flagStream = (key: string): string => `${FLAG_CATEGORY}-${key}`;
export const FLAG_ENVIRONMENT_CATEGORY = 'flag_environment';
export const flagEnvironmentStream = (environment: string, key: string): string =>
  `${FLAG_ENVIRONMENT_CATEGORY}-${environment}:${key}`;

/** The environment and the flag of such a stream. */
export function placeOf(stream: string): { readonly environment: string; readonly key: string } {
  const start = stream.indexOf('-') + 1;
  const colon = stream.indexOf(':');
  return { environment: stream.slice(start, colon), key: stream.slice(colon + 1) };
}
