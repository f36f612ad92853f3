import { createHmac, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'assay_session';
export const SESSION_SECONDS = 12 * 60 * 60;

/** Sessions of the dashboard: a cookie that names a key and its end, signed; nothing is stored. */
export class Sessions {
  private readonly secret: Buffer;

  constructor(secret: string) {
    this.secret = createHmac('sha256', secret).update('assay session cookie').digest();
  }

  /** A cookie's value for the key, good for SESSION_SECONDS from `now`. */
  issue(keyId: string, now: Date): string {
    const body = `${keyId}.${Math.floor(now.getTime() / 1000) + SESSION_SECONDS}`;
    return `${body}.${this.sign(body)}`;
  }

  /** The key's id, when the signature is right and the time not over. */
  keyIdOf(cookie: string, now: Date): string | undefined {
    const match = /^([0-9a-f-]{36})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(cookie);
    if (!match) return undefined;
    const [, keyId = '', end = '', signature = ''] = match;
    const right = Buffer.from(this.sign(`${keyId}.${end}`));
    const given = Buffer.from(signature);
    if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined;
    return Number(end) * 1000 > now.getTime() ? keyId : undefined;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
