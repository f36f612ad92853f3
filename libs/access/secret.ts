import { createHash, randomBytes } from 'node:crypto';
import { derivedId, isUuid } from '../platform/ids.js';

/**
 * Makes a new key: `assay_<id without dashes>_<secret>`, so that the key names its stream. A client key begins with
 * `assay_client_`: people and scanners of code see that it is public.
 */
export function newSecret(id: string, isClient = false): string {
  return `${isClient ? 'assay_client' : 'assay'}_${id.replaceAll('-', '')}_${randomBytes(24).toString('base64url')}`;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id of a secret's key. A secret that the operator chose has an id derived from its hash. */
export function keyIdOf(secret: string): string {
  const match = /^assay_(?:client_)?([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_/.exec(secret);
  const id = match?.slice(1).join('-');
  return id !== undefined && isUuid(id) ? id : derivedId('seeded_key', hashSecret(secret));
}
