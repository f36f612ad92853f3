import QuickLRU from 'quick-lru';
import { createHmacSha256 } from './hmac.js';

/** Bytes of a subject digest: HMAC-SHA256, truncated. */
export const SUBJECT_DIGEST_BYTES = 16;
/** A subject's decisions and events come close together: digests just made are remembered, in memory alone. */
const KNOWN = 10_000;

/** Turns a subject id, or a unit that stands for several, into what telemetry knows it by. */
export type Digest = (unit: string) => string;

/**
 * Makes the function that turns a subject id into what telemetry and decision ids keep of it: the first 16 bytes of
 * HMAC-SHA256(key, subject as UTF-8), base64url (22 characters). Ids are taken as they are: no trimming, no case folding.
 * @throws RangeError for an empty key
 */
export function createSubjectDigest(key: string): Digest {
  if (key === '') throw new RangeError('the subject key is empty');
  const hmac = createHmacSha256(Buffer.from(key));
  const known = new QuickLRU<string, string>({ maxSize: KNOWN });
  return (subject) => {
    let digest = known.get(subject);
    if (digest === undefined) {
      digest = Buffer.from(hmac(subject), 'binary').toString('base64url', 0, SUBJECT_DIGEST_BYTES);
      known.set(subject, digest);
    }
    return digest;
  };
}
