import type { Author } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { own } from '../primitives/own.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';
import { changeableGroup, type Group } from './group.js';
import type { OverriddenExperiment, OverriddenFlag } from './override-targets.js';
import { checkSubject } from './subject.js';

const DEFAULT_LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

/** The subject or the group that an override is for. */
export type Overridden =
  { readonly kind: 'subject'; readonly subject: string } | { readonly kind: 'group'; readonly group: string };

interface OverrideTerms {
  readonly id: string;
  readonly environment: string;
  readonly flag: string;
  readonly for: Overridden;
  /** A variant of the flag or, if an experiment is named, one of its arms. */
  readonly variant: string;
  /** Id of the experiment whose arm it is. */
  readonly experiment: string | null;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

export interface Override extends OverrideTerms {
  readonly createdBy: Author;
  readonly createdAt: string;
  /** The time of an early end; null unless it was ended before its expiry. */
  readonly endedAt: string | null;
}

/** On `override-<environment>:<id>`. */
export type OverrideEvent =
  DomainEvent<'override_created', OverrideTerms> | DomainEvent<'override_ended', Record<string, never>>;

const OVERRIDE_CATEGORY = 'override';
export const overrideStream = (environment: string, id: string): string => `${OVERRIDE_CATEGORY}-${environment}:${id}`;

/** An override; null before it is created. */
export const overrideAggregate: Aggregate<Override | null, OverrideEvent> = {
  category: OVERRIDE_CATEGORY,
  codec: eventCodec<OverrideEvent>({ override_created: 1, override_ended: 1 }),
  initialState: null,
  evolve: (override, event, { at, by }) => {
    switch (event.type) {
      case 'override_created':
        return { ...event.data, createdBy: by, createdAt: at, endedAt: null };
      case 'override_ended':
        return override && { ...override, endedAt: at };
    }
  },
};

/** An override in a request, for a subject or a group. */
export interface OverrideRequest {
  readonly flag: string;
  readonly subject?: string | undefined;
  readonly group?: string | undefined;
  readonly variant: string;
  readonly experiment?: string | undefined;
  readonly expiresAt?: string | undefined;
}

/** The current state of the things that a request names; null if one does not exist. */
export interface Named {
  readonly flag: OverriddenFlag | null;
  readonly group: Group | null;
  readonly experiment: OverriddenExperiment | null;
}

/** True if overrides can still serve the experiment's arms: from its draft to its completion. */
export const servesOverrides = ({ status }: Pick<OverriddenExperiment, 'status'>): boolean =>
  status !== 'completed' && status !== 'rejected' && status !== 'archived';

/** Creates an override, which serves a variant until it expires: after 7 days by default. */
export function createOverride(
  state: Override | null,
  { id, environment }: Pick<Override, 'id' | 'environment'>,
  request: OverrideRequest,
  { flag, group, experiment }: Named,
  at: string,
): OverrideEvent[] {
  if (state) throw conflict('key_taken', 'an override with this id exists already');
  if (!flag) throw invalid('unknown_flag', `there is no flag ${request.flag}`, '/flag');
  if (flag.archived) throw conflict('flag_archived', `the flag ${flag.key} is archived`);
  const overridden = overriddenBy(request, group);
  if (request.experiment === undefined) checkVariant(flag, request.variant);
  else checkArm(experiment, request.experiment, flag.key, request.variant);
  const expiresAt = request.expiresAt ?? new Date(Date.parse(at) + DEFAULT_LIFETIME_MS).toISOString();
  if (expiresAt <= at) throw invalid('in_the_past', 'it would have expired already', '/expiresAt');
  const { variant, experiment: of = null } = request;
  const terms = { id, environment, flag: flag.key, for: overridden, variant, experiment: of, expiresAt };
  return [{ type: 'override_created', data: terms }];
}

export function endOverride(state: Override | null, id: string): OverrideEvent[] {
  if (!state) throw notFound('override', id);
  return state.endedAt === null ? [{ type: 'override_ended', data: {} }] : [];
}

/** The JSON document of an override. */
export function overrideDocument({ for: overridden, ...override }: Override) {
  const whom = overridden.kind === 'subject' ? { subject: overridden.subject } : { group: overridden.group };
  return { ...override, ...whom };
}

function overriddenBy({ subject, group: key }: OverrideRequest, group: Group | null): Overridden {
  if (subject !== undefined && key !== undefined) {
    throw invalid('invalid_value', 'an override is for a subject or for a group, not both', '/group');
  }
  if (key !== undefined) {
    if (!group) throw invalid('unknown_group', `there is no group ${key}`, '/group');
    return { kind: 'group', group: changeableGroup(group, key).key };
  }
  if (subject === undefined) throw invalid('required', 'name the subject or the group that it is for', '/subject');
  checkSubject(subject, '/subject');
  return { kind: 'subject', subject };
}

function checkVariant({ key, variants }: OverriddenFlag, variant: string): void {
  if (own(variants, variant) !== undefined) return;
  const hint = 'to serve an arm of an experiment, name its id in "experiment"';
  throw invalid('unknown_variant', `the flag ${key} has no variant "${variant}"; ${hint}`, '/variant');
}

function checkArm(experiment: OverriddenExperiment | null, id: string, flag: string, variant: string): void {
  if (!experiment) throw invalid('unknown_experiment', `there is no experiment ${id}`, '/experiment');
  const { key, flag: on, status, variants } = experiment;
  if (on !== flag) throw invalid('other_flag', `the experiment ${key} is on the flag ${on}`, '/experiment');
  if (!servesOverrides(experiment)) throw conflict('wrong_state', `the experiment ${key} is ${status}`);
  if (variants.some((arm) => arm.key === variant)) return;
  throw invalid('unknown_variant', `the experiment ${key} has no variant "${variant}"`, '/variant');
}
