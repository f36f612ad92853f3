import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** Maximum of an environment's live experiments whose traffic a subject may be in, oldest first; null: no maximum. */
export interface ParticipationLimit {
  readonly limit: number | null;
}

/** On `participation_limit-<environment>`. */
export type ParticipationLimitEvent = DomainEvent<'participation_limit_set', ParticipationLimit>;

const PARTICIPATION_LIMIT_CATEGORY = 'participation_limit';
const PREFIX = `${PARTICIPATION_LIMIT_CATEGORY}-`;

export const participationLimitStream = (environment: string): string => PREFIX + environment;

/** The environment of such a stream. */
export const environmentLimited = (stream: string): string => stream.slice(PREFIX.length);

export const participationLimitAggregate: Aggregate<ParticipationLimit, ParticipationLimitEvent> = {
  category: PARTICIPATION_LIMIT_CATEGORY,
  codec: eventCodec<ParticipationLimitEvent>({ participation_limit_set: 1 }),
  initialState: { limit: null },
  evolve: (_, event) => event.data,
};

/** Setting the same limit again appends an event, too: it records actor and time. */
export const setParticipationLimit = (limit: number | null): ParticipationLimitEvent[] => [
  { type: 'participation_limit_set', data: { limit } },
];
