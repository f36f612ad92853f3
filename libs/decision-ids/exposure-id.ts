import { hash } from 'node:crypto';

const BUCKET_MS = 10 * 60 * 1000;
const HASH_LENGTH = 22;

/** Begins the ids of exposures that a decision itself is. */
export const ON_DECIDE_PREFIX = 'od:';

/**
 * The event id of the exposure that a decision is: the same for all decisions of a subject in ten minutes, wherever they
 * are made, so that renders and replicas collapse into one event.
 * @param subject digest of the subject
 * @param now epoch milliseconds
 */
export function onDecideExposureId(experiment: string, phase: number, subject: string, now: number): string {
  const about = `${experiment} ${phase} ${subject} ${Math.floor(now / BUCKET_MS)}`;
  return ON_DECIDE_PREFIX + hash('sha256', about, 'base64url').slice(0, HASH_LENGTH);
}
