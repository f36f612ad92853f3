import { TextSigner } from '../platform/text-signer.js';

export const SESSION_COOKIE = 'assay_session';
export const SESSION_SECONDS = 12 * 60 * 60;

/** Sessions of the dashboard: a cookie that names a key and its end, signed; nothing is stored. */
export class Sessions {
  private readonly signer: TextSigner;

  constructor(secret: string) {
    this.signer = new TextSigner(secret, 'assay session cookie');
  }

  /** A cookie's value for the key, good for SESSION_SECONDS from `now`. */
  issue(keyId: string, now: Date): string {
    return this.signer.sign(`${keyId}.${Math.floor(now.getTime() / 1000) + SESSION_SECONDS}`);
  }

  /** The key's id, when the signature is right and the time not over. */
  keyIdOf(cookie: string, now: Date): string | undefined {
    const match = /^([0-9a-f-]{36})\.(\d{1,12})$/.exec(this.signer.textOf(cookie) ?? '');
    return match && Number(match[2]) * 1000 > now.getTime() ? match[1] : undefined;
  }

  /** When a cookie that is good ends, in epoch milliseconds. */
  endOf(cookie: string): number {
    return Number(/\.(\d{1,12})$/.exec(this.signer.textOf(cookie) ?? '')?.[1] ?? 0) * 1000;
  }
}
