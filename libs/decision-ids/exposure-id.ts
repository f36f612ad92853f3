import { hash } from 'node:crypto';

const INTERVAL_MS = 10 * 60 * 1000;
const HASH_LENGTH = 22;

/** Prefixes of the ids of exposures on decide, by servers and by clients. */
export const ON_DECIDE_PREFIX = 'od:';
export const CLIENT_ON_DECIDE_PREFIX = 'odc:';

/**
 * The event id of an exposure on decide. It is the same for all decisions of a subject within ten minutes, so that
 * exposures of several renders and replicas are deduplicated to one event.
 * Those of clients have ids of their own: a stranger's decision must not stand for that of a server.
 * @param subject digest of the subject
 * @param now epoch milliseconds
 */
export function onDecideExposureId(
  experiment: string,
  phase: number,
  subject: string,
  now: number,
  byClient = false,
): string {
  const about = `${experiment} ${phase} ${subject} ${Math.floor(now / INTERVAL_MS)}`;
  return (
    (byClient ? CLIENT_ON_DECIDE_PREFIX : ON_DECIDE_PREFIX) + hash('sha256', about, 'base64url').slice(0, HASH_LENGTH)
  );
}
