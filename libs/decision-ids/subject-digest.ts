import QuickLRU from 'quick-lru';
import { createHmacSha256 } from './hmac.js';

/** Bytes of a subject digest: HMAC-SHA256, truncated. */
export const SUBJECT_DIGEST_BYTES = 16;
/** Recent digests are cached in memory, because decisions and events of a subject come close together. */
const CACHE_SIZE = 10_000;

/** Turns a subject id, or a unit of several subjects, into the digest that telemetry uses. */
export type Digest = (unit: string) => string;

/**
 * Makes the function that digests subject ids for telemetry and decision ids: the first 16 bytes of
 * HMAC-SHA256(key, subject as UTF-8), base64url (22 characters). Ids are not trimmed, and their case matters.
 * @throws RangeError for an empty key
 */
export function createSubjectDigest(key: string): Digest {
  if (key === '') throw new RangeError('the subject key is empty');
  const hmac = createHmacSha256(Buffer.from(key));
  const recent = new QuickLRU<string, string>({ maxSize: CACHE_SIZE });
  return (subject) => {
    let digest = recent.get(subject);
    if (digest === undefined) {
      digest = Buffer.from(hmac(subject), 'binary').toString('base64url', 0, SUBJECT_DIGEST_BYTES);
      recent.set(subject, digest);
    }
    return digest;
  };
}
