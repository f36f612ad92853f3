import type { Aggregate } from '../platform/command-runner.js';
import type { DomainEvent } from '../platform/decider.js';
import { eventCodec } from '../platform/event-codec.js';

/** In the traffic of how many live experiments of an environment a subject is at most, oldest first; null: of any number. */
export interface ParticipationLimit {
  readonly limit: number | null;
}

/** On `participation_limit-<environment>`. */
export type ParticipationLimitEvent = DomainEvent<'participation_limit_set', ParticipationLimit>;

const PREFIX = 'participation_limit-';

export const participationLimitStream = (environment: string): string => PREFIX + environment;

/** The environment that such a stream is about. */
export const environmentLimited = (stream: string): string => stream.slice(PREFIX.length);

export const participationLimitAggregate: Aggregate<ParticipationLimit, ParticipationLimitEvent> = {
  codec: eventCodec<ParticipationLimitEvent>({ participation_limit_set: 1 }),
  initialState: { limit: null },
  evolve: (_, event) => event.data,
};

/** Said again, it is an event again: who set it and when. */
export const setParticipationLimit = (limit: number | null): ParticipationLimitEvent[] => [
  { type: 'participation_limit_set', data: { limit } },
];
