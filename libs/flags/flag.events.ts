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

/** Another flag must serve the value of this variant; `default` stands for the one value of a flag without variants. */
export interface Requirement {
  readonly flag: string;
  readonly variant: string;
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
 * creation. After `flag_closed` no experiment starts and no flag comes to require it: the flag is then archived, or
 * reopened if it is in use. After `flag_variant_closed` nothing comes to use the variant: it is then removed, or
 * reopened. `requires_abandoned` makes an unfinished change of the prerequisites fail.
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
  | DomainEvent<'flag_variant_closed', { variant: string }>
  | DomainEvent<'flag_variant_reopened', { variant: string }>
  /** `beginsWith`: the default of environments that are added later, if it was the removed variant; else null. */
  | DomainEvent<'flag_variant_removed', { variant: string; beginsWith: FlagDefault | null }>
  | DomainEvent<'flag_requires_replaced', { requires: readonly Requirement[] }>
  | DomainEvent<'requires_abandoned', Record<string, never>>
  | DomainEvent<'flag_closed', Record<string, never>>
  | DomainEvent<'flag_reopened', Record<string, never>>
  | DomainEvent<'flag_archived', Record<string, never>>
  | DomainEvent<'flag_restored', Record<string, never>>;

/**
 * On `flag_environment-<environment>:<key>`: the part that each environment decides. `lifted` names the experiments
 * whose pins the event ended. `starts_abandoned` makes starts fail that read the flag before it was closed,
 * `changes_abandoned` changes that read a variant before it was.
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
  | DomainEvent<'changes_abandoned', Record<string, never>>
  | DomainEvent<'experiment_reserved', { experimentId: string }>;

/**
 * On `flag_requirements-all`: a single stream, so that of two commands that together make a circle one sees the other.
 * A reservation says what a flag may be about to require; the flag's own stream says what it requires. After
 * `requires_closed` no command that read the flag before can come to require it. `variant` is null for all of them.
 */
export type FlagRequirementsEvent =
  | DomainEvent<'requires_reserved', { flag: string; requires: readonly Requirement[] }>
  | DomainEvent<'requires_closed', { flag: string; variant: string | null }>;

export const FLAG_CATEGORY = 'flag';
export const flagStream = (key: string): string => `${FLAG_CATEGORY}-${key}`;
export const FLAG_ENVIRONMENT_CATEGORY = 'flag_environment';
export const flagEnvironmentStream = (environment: string, key: string): string =>
  `${FLAG_ENVIRONMENT_CATEGORY}-${environment}:${key}`;

export const FLAG_REQUIREMENTS_CATEGORY = 'flag_requirements';
export const FLAG_REQUIREMENTS_STREAM = `${FLAG_REQUIREMENTS_CATEGORY}-all`;

/** The environment and the flag of a stream of an environment. */
export function placeOf(stream: string): { readonly environment: string; readonly key: string } {
  const start = stream.indexOf('-') + 1;
  const colon = stream.indexOf(':');
  return { environment: stream.slice(start, colon), key: stream.slice(colon + 1) };
}
