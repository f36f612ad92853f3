import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FORGOTTEN } from '../../primitives/forgotten.js';
import type { DataKey } from './data-keys.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^sealed:1:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([\w-]{38,})$/;

/** What stands for a text that was changed after it was sealed. */
const UNREADABLE = '(unreadable)';

/** The id of the key that a text is sealed under; undefined: it is not sealed. */
export const keyIdOfSealed = (text: string): string | undefined => SEALED.exec(text)?.[1];

/** Seals a text for the log, by AES-256-GCM: `sealed:1:<key id>:<base64url of IV, ciphertext and tag>`. */
export function sealValue(text: string, { id, owner, secret }: DataKey): string {
  if (secret === null) return FORGOTTEN;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv).setAAD(Buffer.from(owner));
  const content = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `sealed:1:${id}:${content.toString('base64url')}`;
}

/** Opens a sealed text; one without its key is forgotten. @returns the text itself if it is not sealed */
export function openValue(text: string, keyWith: (id: string) => DataKey | null | undefined): string {
  const [, id, content] = SEALED.exec(text) ?? [];
  if (id === undefined || content === undefined) return text;
  const key = keyWith(id);
  if (!key?.secret) return FORGOTTEN;
  const bytes = Buffer.from(content, 'base64url');
  const decipher = createDecipheriv(CIPHER, key.secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(key.owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return UNREADABLE;
  }
}
