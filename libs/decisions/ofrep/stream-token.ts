import { createHmac, timingSafeEqual } from 'node:crypto';

const DAY_MS = 86_400_000;

/**
 * What opens an environment's stream of changes: browsers send no headers with it, so it stands in the address. The
 * same all day, so that an open stream is not opened anew with each evaluation; good for that day and the next.
 */
export class StreamTokens {
  private readonly secret: Buffer;

  constructor(secret: string) {
    this.secret = createHmac('sha256', secret).update('assay stream of changes').digest();
  }

  /** @param now epoch milliseconds */
  issue(environment: string, now: number): string {
    const body = `${environment}.${Math.floor(now / DAY_MS)}`;
    return `${body}.${this.sign(body)}`;
  }

  /** The environment whose stream it opens; undefined for one that is forged or too old. */
  environmentOf(token: string, now: number): string | undefined {
    const match = /^([A-Za-z0-9_.-]{1,100})\.(\d{1,8})\.([A-Za-z0-9_-]{43})$/.exec(token);
    if (!match) return undefined;
    const [, environment = '', day = '', signature = ''] = match;
    const right = Buffer.from(this.sign(`${environment}.${day}`));
    if (!timingSafeEqual(right, Buffer.from(signature))) return undefined;
    const age = Math.floor(now / DAY_MS) - Number(day);
    return age === 0 || age === 1 ? environment : undefined;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
