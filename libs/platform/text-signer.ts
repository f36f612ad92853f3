import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs short texts, such as cookies and tokens: the text, a dot and its signature. Nothing is stored. */
export class TextSigner {
  private readonly secret: Buffer;

  /** @param purpose what the texts are for: one signed for something else is none of them */
  constructor(secret: string, purpose: string) {
    this.secret = createHmac('sha256', secret).update(purpose).digest();
  }

  sign(text: string): string {
    return `${text}.${this.signatureOf(text)}`;
  }

  /** The text that was signed; undefined where the signature is not right. */
  textOf(signed: string): string | undefined {
    const dot = signed.lastIndexOf('.');
    const text = signed.slice(0, Math.max(0, dot));
    const [right, given] = [Buffer.from(this.signatureOf(text)), Buffer.from(signed.slice(dot + 1))];
    return right.length === given.length && timingSafeEqual(right, given) ? text : undefined;
  }

  private signatureOf(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url');
  }
}
