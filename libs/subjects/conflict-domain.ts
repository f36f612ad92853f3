import { Big } from 'big.js';
import { SLOTS } from '../evaluation/index.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { derivedId } from '../platform/ids.js';
import { conflict } from '../primitives/refusal.js';
import { allSlots, eachOf, firstOf, rangesOf, without, type Slots } from './slots.js';

const SLOTS_PER_PERCENT = SLOTS / 100;

/** The slots that an experiment has reserved. Its own stream tells how many of them it holds. */
export interface Reservation {
  /** Id of the experiment. */
  readonly experiment: string;
  readonly slots: Slots;
}

/** A subject is in at most one experiment of a conflict domain. No slot is in two reservations. */
export interface ConflictDomain {
  readonly key: string;
  readonly environment: string;
  /** Seeds the slots of subjects; never changes. */
  readonly salt: string;
  readonly reservations: readonly Reservation[];
}

/**
 * On `conflict_domain-<environment>:<key>`. A reservation lists all slots of the experiment from then on, and takes
 * them from earlier reservations. `over` names ended experiments, whose reservations are dropped.
 */
export type ConflictDomainEvent =
  | DomainEvent<'conflict_domain_created', Omit<ConflictDomain, 'reservations'>>
  | DomainEvent<'slots_reserved', Reservation & { over: readonly string[] }>;

const CONFLICT_DOMAIN_CATEGORY = 'conflict_domain';
export const conflictDomainStream = (environment: string, key: string): string =>
  `${CONFLICT_DOMAIN_CATEGORY}-${environment}:${key}`;

/** A conflict domain; null before it is created. */
export const conflictDomainAggregate: Aggregate<ConflictDomain | null, ConflictDomainEvent> = {
  category: CONFLICT_DOMAIN_CATEGORY,
  codec: eventCodec<ConflictDomainEvent>({ conflict_domain_created: 1, slots_reserved: 1 }),
  initialState: null,
  evolve: (domain, event) => {
    switch (event.type) {
      case 'conflict_domain_created':
        return { ...event.data, reservations: [] };
      case 'slots_reserved': {
        const { experiment, slots, over } = event.data;
        const taken = new Set(eachOf(slots));
        const others = (domain?.reservations ?? [])
          .filter((other) => other.experiment !== experiment && !over.includes(other.experiment))
          .map((other) => ({ ...other, slots: without(other.slots, taken) }))
          .filter((other) => other.slots.length > 0);
        return domain && { ...domain, reservations: [...others, { experiment, slots }] };
      }
    }
  },
};

export function createConflictDomain(
  state: ConflictDomain | null,
  key: string,
  environment: string,
): ConflictDomainEvent[] {
  if (state) throw conflict('key_taken', `the conflict domain ${key} exists already`);
  const salt = derivedId('conflict_domain', environment, key);
  return [{ type: 'conflict_domain_created', data: { key, environment, salt } }];
}

/** The number of slots of a percentage of traffic. A slot is 0.01 percent; finer fractions are rounded down. */
export const slotsOfTraffic = (traffic: Decimal): number =>
  new Big(traffic).times(SLOTS_PER_PERCENT).round(0, Big.roundDown).toNumber();

/** The number of its reserved slots that an experiment holds: those added first. */
export type Holding = (experiment: string) => number;

export interface Reserving {
  readonly events: readonly ConflictDomainEvent[];
  /** Experiments that lose slots which they had reserved but do not hold. */
  readonly takenFrom: readonly string[];
}

/**
 * Reserves `wanted` slots for an experiment. Those that it holds stay. More come first from its own reservation, then
 * from unreserved slots, then from slots that others have reserved but do not hold.
 * @param over experiments that have ended for good
 * @throws Refusal `domain_full` with the share that is free to it
 */
export function reserveSlots(
  domain: ConflictDomain,
  experiment: string,
  wanted: number,
  held: Holding,
  over: readonly string[] = [],
): Reserving {
  const own = eachOf(slotsOf(domain, experiment));
  const holds = own.slice(0, held(experiment));
  const others = domain.reservations.filter((other) => other.experiment !== experiment);
  const ownerOf = new Map(others.flatMap(({ experiment: id, slots }) => eachOf(slots).map((slot) => [slot, id])));
  const heldByOthers = new Set(others.flatMap(({ experiment: id, slots }) => eachOf(firstOf(slots, held(id)))));
  const mine = new Set(own);
  const free = allSlots().filter((slot) => !mine.has(slot) && !heldByOthers.has(slot));
  const [spare, unreserved] = [free.filter((slot) => ownerOf.has(slot)), free.filter((slot) => !ownerOf.has(slot))];
  const added = [...own.slice(holds.length), ...unreserved, ...spare].slice(0, Math.max(0, wanted - holds.length));
  const slots = [...holds, ...added];
  if (slots.length < wanted) throw domainFull(domain.key, slots.length);
  const takenFrom = new Set(slots.flatMap((slot) => ownerOf.get(slot) ?? []));
  return {
    events: [{ type: 'slots_reserved', data: { experiment, slots: rangesOf(slots), over } }],
    takenFrom: [...takenFrom],
  };
}

/** The slots that each experiment holds; experiments that hold none are left out. */
export function heldSlots({ reservations }: ConflictDomain, held: Holding): Reservation[] {
  return reservations
    .map(({ experiment, slots }) => ({ experiment, slots: firstOf(slots, held(experiment)) }))
    .filter(({ slots }) => slots.length > 0);
}

/** A number of slots as a percentage. */
export const percentOfSlots = (count: number): Decimal => new Big(count).div(SLOTS_PER_PERCENT).toFixed();

const slotsOf = ({ reservations }: ConflictDomain, experiment: string): Slots =>
  reservations.find((reservation) => reservation.experiment === experiment)?.slots ?? [];

function domainFull(key: string, free: number): Error {
  const share = percentOfSlots(free);
  return conflict('domain_full', `the conflict domain ${key} has ${share} percent for it`, { free: share });
}
