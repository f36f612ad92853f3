import { TextSigner } from '../../platform/text-signer.js';

const DAY_MS = 86_400_000;

/**
 * What opens an environment's stream of changes: browsers send no headers with it, so it stands in the address. The
 * same all day, so that an open stream is not opened anew with each evaluation; good for that day and the next.
 */
export class StreamTokens {
  private readonly signer: TextSigner;
  /** The last that was issued for each environment. */
  private readonly issued = new Map<string, { readonly day: number; readonly token: string }>();

  constructor(secret: string) {
    this.signer = new TextSigner(secret, 'assay stream of changes');
  }

  /** @param now epoch milliseconds */
  issue(environment: string, now: number): string {
    const day = Math.floor(now / DAY_MS);
    let last = this.issued.get(environment);
    if (last?.day !== day) {
      last = { day, token: this.signer.sign(`${environment}.${day}`) };
      this.issued.set(environment, last);
    }
    return last.token;
  }

  /** The environment whose stream it opens; undefined for one that is forged or too old. */
  environmentOf(token: string, now: number): string | undefined {
    const match = /^([A-Za-z0-9_.-]{1,100})\.(\d{1,8})$/.exec(this.signer.textOf(token) ?? '');
    if (!match) return undefined;
    const age = Math.floor(now / DAY_MS) - Number(match[2]);
    return age === 0 || age === 1 ? match[1] : undefined;
  }
}
