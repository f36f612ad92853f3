import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { DecisionKey } from '../decision-ids/index.js';
import { conflict } from '../primitives/refusal.js';

const VERSION = 's1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PURPOSE = 'assay sealed text';

/** A sealed text cannot be opened: its key is not configured, it was changed, or it is of something else. */
export class UnopenableText extends Error {
  override readonly name = 'UnopenableText';
}

/**
 * Seals short texts, such as the secrets of receivers, for storage: AES-256-GCM under a key derived (HKDF-SHA256) from a
 * configured secret. The first key seals, all open. Sealed: `s1:<key id>:<base64url of IV, ciphertext and tag>`.
 */
export class SealedTexts {
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(private readonly configured: readonly DecisionKey[]) {
    this.keys = new Map(configured.map(({ id, secret }) => [id, derived(secret)]));
  }

  /** False if no key is configured: nothing can be sealed or opened. */
  get canSeal(): boolean {
    return this.configured.length > 0;
  }

  /** @throws Refusal `no_seal_key` if no key is configured */
  checkCanSeal(): void {
    if (!this.canSeal) {
      throw conflict('no_seal_key', 'secrets cannot be kept: set ASSAY_SEAL_KEY for all apps and start them again');
    }
  }

  /** @param about names the thing whose text it is: the text opens only for the same name. @throws Refusal `no_seal_key` */
  seal(text: string, about: string): string {
    this.checkCanSeal();
    const [current] = this.configured;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.keyOf(current?.id ?? ''), iv);
    cipher.setAAD(Buffer.from(about));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}:${current?.id ?? ''}:${sealed.toString('base64url')}`;
  }

  /** @throws UnopenableText, whose message has nothing of the text */
  open(sealed: string, about: string): string {
    const [version, id = '', content = '', ...more] = sealed.split(':');
    if (version !== VERSION || more.length > 0) throw new UnopenableText('it is no sealed text');
    const key = this.keyOf(id);
    const bytes = Buffer.from(content, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) throw new UnopenableText('the sealed text is too short');
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new UnopenableText(`the key ${id} does not open this text for ${about}`);
    }
  }

  private keyOf(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new UnopenableText(`ASSAY_SEAL_KEY has no key ${id}`);
    return key;
  }
}

const derived = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
