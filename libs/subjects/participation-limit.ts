import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** In the traffic of how many live experiments of an environment a subject is at most, oldest first; null: of any number. */
export interface ParticipationLimit {
  readonly limit: number | null;
}

/** On `participation_limit-<environment>`. */
export type ParticipationLimitEvent = DomainEvent<'participation_limit_set', ParticipationLimit>;

export const PARTICIPATION_LIMIT_CATEGORY = 'participation_limit';
const PREFIX = `${PARTICIPATION_LIMIT_CATEGORY}-`;

export const participationLimitStream = (environment: string): string => PREFIX + environment;

/** The environment that such a stream is about. */
export const environmentLimited = (stream: string): string => stream.slice(PREFIX.length);

export const participationLimitAggregate: Aggregate<ParticipationLimit, ParticipationLimitEvent> = {
  category: PARTICIPATION_LIMIT_CATEGORY,
  codec: eventCodec<ParticipationLimitEvent>({ participation_limit_set: 1 }),
  initialState: { limit: null },
  evolve: (_, event) => event.data,
};

/** Said again, it is an event again: who set it and when. */
export const setParticipationLimit = (limit: number | null): ParticipationLimitEvent[] => [
  { type: 'participation_limit_set', data: { limit } },
];
