import { Big } from 'big.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { derivedId } from '../platform/ids.js';
import { checkPercent } from '../primitives/percent.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';

const MAX_SHARE = 10;

/** A share of subjects that skip experiments from its start to its end, and pins of experiments started after it. */
export interface Holdout {
  readonly key: string;
  readonly environment: string;
  /** Seeds the bucketing; never changes. */
  readonly salt: string;
  /** Percent, up to 10. */
  readonly share: Decimal;
  /** Keys of the flags that it covers; null: all. */
  readonly flags: readonly string[] | null;
  /** ISO 8601 UTC, like the end. An end of null is not yet known. */
  readonly startAt: string;
  readonly endAt: string | null;
}

/** On `holdout-<environment>:<key>`. */
export type HoldoutEvent =
  DomainEvent<'holdout_created', Holdout> | DomainEvent<'holdout_end_changed', Pick<Holdout, 'endAt'>>;

const HOLDOUT_CATEGORY = 'holdout';
export const holdoutStream = (environment: string, key: string): string => `${HOLDOUT_CATEGORY}-${environment}:${key}`;

/** A holdout; null before it is created. */
export const holdoutAggregate: Aggregate<Holdout | null, HoldoutEvent> = {
  category: HOLDOUT_CATEGORY,
  codec: eventCodec<HoldoutEvent>({ holdout_created: 1, holdout_end_changed: 1 }),
  initialState: null,
  evolve: (holdout, event) => {
    switch (event.type) {
      case 'holdout_created':
        return event.data;
      case 'holdout_end_changed':
        return holdout && { ...holdout, ...event.data };
    }
  },
};

/** A holdout in a request. */
export interface HoldoutRequest {
  readonly key: string;
  readonly share: Decimal;
  readonly flags?: readonly string[] | undefined;
  readonly startAt?: string | undefined;
  readonly endAt?: string | null | undefined;
}

/**
 * Creates a holdout, which starts now unless the request names another start.
 * @param unknown the flags of the request that do not exist
 */
export function createHoldout(
  state: Holdout | null,
  request: HoldoutRequest,
  environment: string,
  unknown: ReadonlySet<string>,
  at: string,
): HoldoutEvent[] {
  const { key, share, startAt = at, endAt = null } = request;
  if (state) throw conflict('key_taken', `the holdout ${key} exists already`);
  checkPercent(share, '/share');
  if (new Big(share).gt(MAX_SHARE)) {
    throw invalid('out_of_range', `a holdout has at most ${MAX_SHARE} percent`, '/share');
  }
  const flags = request.flags === undefined ? null : [...new Set(request.flags)];
  if (flags?.length === 0) throw invalid('too_short', 'leave it out for all flags', '/flags');
  const missing = request.flags?.findIndex((flag) => unknown.has(flag)) ?? -1;
  if (missing >= 0) throw invalid('unknown_flag', 'there is no such flag', `/flags/${missing}`);
  checkEnd(startAt, endAt, at);
  const salt = derivedId('holdout', environment, key);
  return [{ type: 'holdout_created', data: { key, environment, salt, share, flags, startAt, endAt } }];
}

/** Changes the end, or removes it. A holdout that has ended stays ended. */
export function changeHoldoutEnd(state: Holdout | null, key: string, endAt: string | null, at: string): HoldoutEvent[] {
  const holdout = existingHoldout(state, key);
  if (hasEnded(holdout, at)) throw conflict('wrong_state', `the holdout ${key} has ended`);
  checkEnd(holdout.startAt, endAt, at);
  return endAt === holdout.endAt ? [] : [{ type: 'holdout_end_changed', data: { endAt } }];
}

/** Ends the holdout now. If it has not begun, it never will. */
export function endHoldout(state: Holdout | null, key: string, at: string): HoldoutEvent[] {
  const holdout = existingHoldout(state, key);
  return hasEnded(holdout, at) ? [] : [{ type: 'holdout_end_changed', data: { endAt: at } }];
}

function existingHoldout(state: Holdout | null, key: string): Holdout {
  if (!state) throw notFound('holdout', key);
  return state;
}

const hasEnded = ({ endAt }: Holdout, at: string): boolean => endAt !== null && endAt <= at;

function checkEnd(startAt: string, endAt: string | null, at: string): void {
  if (endAt === null) return;
  if (endAt <= at) throw invalid('in_the_past', 'it would have ended already', '/endAt');
  if (endAt <= startAt) throw invalid('end_before_start', 'the end must be later than the start', '/endAt');
}

/** The JSON document of a holdout, without the salt, which only a snapshot for deciders has. */
export function holdoutDocument({ salt: _, ...document }: Holdout) {
  return document;
}
