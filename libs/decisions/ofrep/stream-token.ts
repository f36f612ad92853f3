import QuickLRU from 'quick-lru';
import { TextSigner } from '../../platform/text-signer.js';

const DAY_MS = 86_400_000;
/** It opens streams on the day it is issued and so many days more: a laptop that slept over a weekend goes on. */
const GOOD_DAYS = 7;
const MAX_KNOWN = 10_000;

/** Whose stream a token opens: an environment's, for a key by its id. */
export interface StreamHolder {
  readonly environment: string;
  readonly key: string;
}

/**
 * What opens an environment's stream of changes: browsers send no headers with it, so it stands in the address. The
 * same all day, so that an open stream is not opened anew with each evaluation. It names its key, so that it ends with it.
 */
export class StreamTokens {
  private readonly signer: TextSigner;
  /** The last that was issued for each key. */
  private readonly issued = new QuickLRU<string, { readonly day: number; readonly token: string }>({
    maxSize: MAX_KNOWN,
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

  /** Whose stream it opens; undefined for one that is forged or too old. */
  holderOf(token: string, now: number): StreamHolder | undefined {
    const match = /^([A-Za-z0-9_.-]{1,100})\.([A-Za-z0-9_-]{1,100})\.(\d{1,8})$/.exec(this.signer.textOf(token) ?? '');
    const [, environment = '', key = '', day] = match ?? [];
    const age = Math.floor(now / DAY_MS) - Number(day);
    // Another replica's clock may be in the next day already.
    return match && age >= -1 && age <= GOOD_DAYS ? { environment, key } : undefined;
  }
}
