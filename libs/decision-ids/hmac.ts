import { createHash, hash } from 'node:crypto';
import { putBinary } from './put-bytes.js';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Enough for nearly every message; longer ones get a buffer of their own. */
const USUAL_BYTES = 4096;
const MAX_UTF8_BYTES_PER_UNIT = 3;

/** HMAC-SHA256 (RFC 2104) under one key. A digest is a binary string, one character for each of its 32 bytes. */
export interface HmacSha256 {
  /** Of a text (as UTF-8) or bytes. */
  (message: string | Uint8Array): string;
  /** A buffer for messages of one length, which are digested in place. The caller reuses it. */
  form(messageBytes: number, bytesBehind: number): HmacForm;
}

export interface HmacForm {
  /** The message, followed by `bytesBehind` bytes that are not digested. */
  readonly bytes: Buffer;
  /** The digest of the current message. */
  readonly digest: () => string;
}

/**
 * Computes two one-shot hashes per digest. The objects of `createHmac` cost several times as much as the hashing, and
 * their garbage collection as much again. Saves 40% of a decision with an id in process, 7 to 23% of the server's time
 * per request (docs/performance.md).
 */
export function createHmacSha256(key: Uint8Array): HmacSha256 {
  const short = key.length > BLOCK_BYTES ? createHash('sha256').update(key).digest() : key;
  // The pads stay in the buffers; each digest writes the message, or the inner digest, after them.
  const usual = padded(short, INNER_PAD, USUAL_BYTES);
  const outer = padded(short, OUTER_PAD, DIGEST_BYTES);
  const digestOf = (inner: Buffer): string => {
    putBinary(hash('sha256', inner, 'binary'), outer, BLOCK_BYTES, DIGEST_BYTES);
    return hash('sha256', outer, 'binary');
  };
  const hmac = (message: string | Uint8Array): string => {
    const room = typeof message === 'string' ? message.length * MAX_UTF8_BYTES_PER_UNIT : message.length;
    const inner = room <= USUAL_BYTES ? usual : padded(short, INNER_PAD, room);
    return digestOf(inner.subarray(0, BLOCK_BYTES + put(message, inner)));
  };
  const form = (messageBytes: number, bytesBehind: number): HmacForm => {
    const whole = padded(short, INNER_PAD, messageBytes + bytesBehind);
    const inner = whole.subarray(0, BLOCK_BYTES + messageBytes);
    return { bytes: whole.subarray(BLOCK_BYTES), digest: () => digestOf(inner) };
  };
  return Object.assign(hmac, { form });
}

/** Writes the message after the pad. @returns its length in bytes */
function put(message: string | Uint8Array, inner: Buffer): number {
  if (typeof message === 'string') return inner.write(message, BLOCK_BYTES, 'utf8');
  inner.set(message, BLOCK_BYTES);
  return message.length;
}

/** A buffer with one block of key XOR pad, followed by `room` bytes. */
function padded(key: Uint8Array, pad: number, room: number): Buffer {
  const buffer = Buffer.alloc(BLOCK_BYTES + room);
  buffer.fill(pad, 0, BLOCK_BYTES);
  key.forEach((byte, at) => (buffer[at] = byte ^ pad));
  return buffer;
}
