import { TextSigner } from '../../platform/text-signer.js';

const DAY_MS = 86_400_000;

/**
 * What opens an environment's stream of changes: browsers send no headers with it, so it stands in the address. The
 * same all day, so that an open stream is not opened anew with each evaluation; good for that day and the next.
 */
export class StreamTokens {
  private readonly signer: TextSigner;

  constructor(secret: string) {
    this.signer = new TextSigner(secret, 'assay stream of changes');
  }

  /** @param now epoch milliseconds */
  issue(environment: string, now: number): string {
    return this.signer.sign(`${environment}.${Math.floor(now / DAY_MS)}`);
  }

  /** The environment whose stream it opens; undefined for one that is forged or too old. */
  environmentOf(token: string, now: number): string | undefined {
    const match = /^([A-Za-z0-9_.-]{1,100})\.(\d{1,8})$/.exec(this.signer.textOf(token) ?? '');
    if (!match) return undefined;
    const age = Math.floor(now / DAY_MS) - Number(match[2]);
    return age === 0 || age === 1 ? match[1] : undefined;
  }
}
