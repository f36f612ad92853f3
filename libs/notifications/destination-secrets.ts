import { randomBytes } from 'node:crypto';
import type { SealedTexts } from '../platform/sealed-text.js';
import type { Destination, SealedParts } from './destination.js';

const SECRET_BYTES = 32;

/** What a sender needs, opened. */
export interface OpenedParts {
  readonly url: string | undefined;
  /** Secrets to sign with, the current one first. */
  readonly signing: readonly string[];
}

/** A new secret to sign with, as Standard Webhooks writes it. */
export const newSigningSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

const urlOf = (id: string): string => `url of notification destination ${id}`;
const signingOf = (id: string): string => `signing secret of notification destination ${id}`;

export const sealUrl = (seals: SealedTexts, id: string, url: string): string => seals.seal(url, urlOf(id));
export const sealSigning = (seals: SealedTexts, id: string, secret: string): string =>
  seals.seal(secret, signingOf(id));

/** @throws UnopenableText if the key that sealed them is not configured */
export function openParts(seals: SealedTexts, { id, secret, previousUntil }: Destination, now: Date): OpenedParts {
  const { url, signing, previous }: SealedParts = secret;
  const stillSigns = previousUntil !== null && Date.parse(previousUntil) > now.getTime();
  const sealed = [signing, stillSigns ? previous : undefined].filter((each) => each !== undefined);
  return {
    url: url === undefined ? undefined : seals.open(url, urlOf(id)),
    signing: sealed.map((each) => seals.open(each, signingOf(id))),
  };
}
