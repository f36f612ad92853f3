import { hash } from 'node:crypto';

const INTERVAL_MS = 10 * 60 * 1000;
const HASH_LENGTH = 22;

/** Prefix of the ids of exposures on decide. */
export const ON_DECIDE_PREFIX = 'od:';

/**
 * The event id of an exposure on decide. It is the same for all decisions of a subject within ten minutes, so that
 * exposures of several renders and replicas are deduplicated to one event.
 * @param subject digest of the subject
 * @param now epoch milliseconds
 */
export function onDecideExposureId(experiment: string, phase: number, subject: string, now: number): string {
  const about = `${experiment} ${phase} ${subject} ${Math.floor(now / INTERVAL_MS)}`;
  return ON_DECIDE_PREFIX + hash('sha256', about, 'base64url').slice(0, HASH_LENGTH);
}
