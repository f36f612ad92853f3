import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedId, isUuid } from '../platform/ids.js';

/** A new key: `assay_<id without dashes>_<secret>`, so that the key itself names its stream. */
export function newSecret(id: string): string {
  return `assay_${id.replaceAll('-', '')}_${randomBytes(24).toString('base64url')}`;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id of the key that a secret belongs to; one chosen by the operator has an id made from its hash. */
export function keyIdOf(secret: string): string {
  const match = /^assay_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_/.exec(secret);
  const id = match?.slice(1).join('-');
  return id !== undefined && isUuid(id) ? id : derivedId('seeded_key', hashSecret(secret));
}

/** Constant-time comparison of a secret with the hash on record. */
export function matches(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
