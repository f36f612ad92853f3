import { TextSigner } from '../platform/text-signer.js';

export const SESSION_COOKIE = 'assay_session';
export const SESSION_SECONDS = 12 * 60 * 60;

/** Sessions of the dashboard: a signed cookie with a key's id and an end; nothing is stored. */
export class Sessions {
  private readonly signer: TextSigner;

  constructor(secret: string) {
    this.signer = new TextSigner(secret, 'assay session cookie');
  }

  /** A cookie's value for the key, good for SESSION_SECONDS from `now`. */
  issue(keyId: string, now: Date): string {
    return this.signer.sign(`${keyId}.${Math.floor(now.getTime() / 1000) + SESSION_SECONDS}`);
  }

  /** The key's id, if the signature is right and the session has not ended. */
  keyIdOf(cookie: string, now: Date): string | undefined {
    const match = /^([0-9a-f-]{36})\.(\d{1,12})$/.exec(this.signer.textOf(cookie) ?? '');
    return match && Number(match[2]) * 1000 > now.getTime() ? match[1] : undefined;
  }

  /** The end of a valid cookie, in epoch milliseconds. */
  endOf(cookie: string): number {
    return Number(/\.(\d{1,12})$/.exec(this.signer.textOf(cookie) ?? '')?.[1] ?? 0) * 1000;
  }
}
