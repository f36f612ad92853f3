import type { ApiKey } from '../../access/index.js';
import type { Experiment } from '../../experiments/index.js';
import type { StaleFlag } from '../../flags/index.js';
import type { Occurrence } from '../occurrence.js';
import { aboutExperiment } from './about-experiment.js';

const DAY_MS = 86_400_000;
/** Days before its end at which a key is told of, the shortest first. */
const DAYS_BEFORE = [1, 7] as const;
const LONGEST_TEXT = 500;

const OF_THE_SYSTEM = { environment: null, flag: null, experiment: null, path: null, tags: [] } as const;

/** An event that a projection put aside because it cannot be applied. */
export interface ParkedEvent {
  readonly projection: string;
  readonly position: string;
  readonly stream: string;
  readonly type: string;
  readonly error: string;
  readonly parkedAt: string;
}

export const ofParked = ({ projection, position, stream, type, error, parkedAt }: ParkedEvent): Occurrence => ({
  ...OF_THE_SYSTEM,
  identity: ['parked', projection, position],
  kinds: ['events_parked'],
  severity: 'critical',
  at: parkedAt,
  title: `The projection ${projection} parked an event: what depends on it is incomplete until it is replayed`,
  facts: [
    { name: 'Stream', value: stream },
    { name: 'Type', value: type },
    { name: 'Position', value: position },
    { name: 'Error', value: error.slice(0, LONGEST_TEXT) },
  ],
});

/** Undefined if the key does not expire soon. It is told of 7 days and 1 day before its end. */
export function ofExpiringKey(key: ApiKey, now: number): Occurrence | undefined {
  const { id, name, environment, expiresAt, revoked } = key;
  if (expiresAt === null || revoked) return undefined;
  const left = Date.parse(expiresAt) - now;
  const days = DAYS_BEFORE.find((each) => left <= each * DAY_MS);
  if (days === undefined || left <= 0) return undefined;
  return {
    ...OF_THE_SYSTEM,
    environment,
    identity: ['key', id, expiresAt, days],
    kinds: ['key_expiring'],
    severity: 'warning',
    at: new Date(now).toISOString(),
    title: `The API key ${name} expires within ${days === 1 ? 'a day' : `${days} days`}`,
    facts: [
      { name: 'Key', value: id },
      { name: 'Environment', value: environment },
      { name: 'Expires', value: expiresAt },
    ],
  };
}

/** It is told once, and again only if the flag is used and becomes stale another time. @param days of the watch */
export const ofStaleFlag = ({ flag, tags, since, isUsed }: StaleFlag, days: number, at: string): Occurrence => ({
  ...OF_THE_SYSTEM,
  flag,
  tags,
  identity: ['stale flag', flag, since],
  kinds: ['flag_stale'],
  severity: 'info',
  at,
  title: `Nobody asked for the flag ${flag} in ${days} days: archive it, if its code is gone`,
  facts: [
    { name: 'Flag', value: flag },
    { name: isUsed ? 'Last asked for' : 'Created, and never asked for', value: since },
  ],
});

/** A variant that subjects see although its experiment was rolled back. */
export interface StillServed {
  readonly id: string;
  readonly environment: string;
  readonly variant: string;
  /** Exposures later than 15 minutes after the rollback. */
  readonly exposures: number;
}

/** Told once per experiment and variant. */
export const ofStillServed = (
  { id, environment, variant, exposures }: StillServed,
  experiment: Experiment | null,
  tags: readonly string[],
  at: string,
): Occurrence => ({
  ...aboutExperiment(environment, id, experiment, tags),
  identity: ['still served', id, variant],
  kinds: ['still_served'],
  severity: 'critical',
  at,
  title: `${experiment?.name ?? id}: ${variant} is still served more than 15 minutes after the rollback`,
  facts: [
    { name: 'Variant', value: variant },
    { name: 'Exposures since', value: String(exposures) },
    { name: 'Environment', value: environment },
  ],
});

/** What a schedule asks for. */
export interface ScheduledAction {
  readonly id: string;
  readonly environment: string;
  readonly action: 'start' | 'stop';
  /** The time in the schedule, ISO 8601 UTC. */
  readonly time: string;
  readonly flag: string;
}

/** A scheduled start or stop that was refused. It is tried again, and told of once. */
export function ofFailedSchedule(
  { id, environment, action, time, flag }: ScheduledAction,
  reason: string,
  experiment: Experiment | null,
  tags: readonly string[],
  at: string,
): Occurrence {
  return {
    ...aboutExperiment(environment, id, experiment, tags),
    flag,
    identity: ['schedule failed', id, action, time],
    kinds: ['schedule_failed'],
    severity: 'warning',
    at,
    title: `${experiment?.name ?? id}: its scheduled ${action} was refused: ${reason.slice(0, LONGEST_TEXT)}`,
    facts: [
      { name: 'Scheduled for', value: time },
      { name: 'Flag', value: flag },
      { name: 'Environment', value: environment },
    ],
  };
}
