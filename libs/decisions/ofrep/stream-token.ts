import QuickLRU from 'quick-lru';
import { TextSigner } from '../../platform/text-signer.js';

const DAY_MS = 86_400_000;
/** A token is good on its day of issue and for this many days more: a laptop that slept over a weekend goes on. */
const GOOD_DAYS = 7;
const MAX_CACHED = 10_000;

/** The environment whose stream a token opens, and the id of the key that it was issued to. */
export interface StreamHolder {
  readonly environment: string;
  readonly key: string;
}

/**
 * Tokens that open an environment's stream of changes. A token is part of the address, because browsers send no headers
 * with an event stream. It stays the same all day, so that a new evaluation does not reopen the stream. It names its
 * key, so that it ends with the key.
 */
export class StreamTokens {
  private readonly signer: TextSigner;
  /** The last token of each key. */
  private readonly issued = new QuickLRU<string, { readonly day: number; readonly token: string }>({
    maxSize: MAX_CACHED,
  });

  constructor(secret: string) {
    this.signer = new TextSigner(secret, 'assay stream of changes');
  }

  /** @param now epoch milliseconds */
  issue({ environment, key }: StreamHolder, now: number): string {
    const day = Math.floor(now / DAY_MS);
    const holder = `${environment}.${key}`;
    let last = this.issued.get(holder);
    if (last?.day !== day) {
      last = { day, token: this.signer.sign(`${holder}.${day}`) };
      this.issued.set(holder, last);
    }
    return last.token;
  }

  /** The holder of a token; undefined if the token is forged or too old. */
  holderOf(token: string, now: number): StreamHolder | undefined {
    const match = /^([A-Za-z0-9_.-]{1,100})\.([A-Za-z0-9_-]{1,100})\.(\d{1,8})$/.exec(this.signer.textOf(token) ?? '');
    const [, environment = '', key = '', day] = match ?? [];
    const age = Math.floor(now / DAY_MS) - Number(day);
    // The clock of the replica that issued it may have reached the next day already.
    return match && age >= -1 && age <= GOOD_DAYS ? { environment, key } : undefined;
  }
}
