import { createHmac } from 'node:crypto';
import { sameSecret } from '../primitives/same-secret.js';

/** Signs short texts, such as cookies and tokens: the text, a dot and its signature. Nothing is stored. */
export class TextSigner {
  private readonly secret: Buffer;

  /** @param purpose part of the key, so that a text that was signed for another purpose is not valid */
  constructor(secret: string, purpose: string) {
    this.secret = createHmac('sha256', secret).update(purpose).digest();
  }

  sign(text: string): string {
    return `${text}.${this.signatureOf(text)}`;
  }

  /** The signed text; undefined if the signature is invalid. */
  textOf(signed: string): string | undefined {
    const dot = signed.lastIndexOf('.');
    const text = signed.slice(0, Math.max(0, dot));
    return sameSecret(this.signatureOf(text), signed.slice(dot + 1)) ? text : undefined;
  }

  private signatureOf(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url');
  }
}
