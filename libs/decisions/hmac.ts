import { createHash, hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Room for nearly every message; longer ones get a buffer of their own. */
const USUAL_BYTES = 4096;
const MAX_UTF8_BYTES_PER_UNIT = 3;

/**
 * Makes HMAC-SHA256 (RFC 2104) of texts (as UTF-8) and bytes under one key, out of two one-shot hashes: `createHmac` makes
 * objects that cost several times as much as the hashing, and the collector as much again.
 * @returns the digest as a binary string: a character for each of the 32 bytes
 */
export function createHmacSha256(key: Uint8Array): (message: string | Uint8Array) => string {
  const short = key.length > BLOCK_BYTES ? createHash('sha256').update(key).digest() : key;
  // The pads stay; behind them a message, or the inner digest, is put each time.
  const usual = padded(short, INNER_PAD, USUAL_BYTES);
  const outer = padded(short, OUTER_PAD, DIGEST_BYTES);
  return (message) => {
    const room = typeof message === 'string' ? message.length * MAX_UTF8_BYTES_PER_UNIT : message.length;
    const inner = room <= USUAL_BYTES ? usual : padded(short, INNER_PAD, room);
    const end = BLOCK_BYTES + put(message, inner);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'binary');
    return hash('sha256', outer, 'binary');
  };
}

/** Puts the message behind the pad; answers its bytes. */
function put(message: string | Uint8Array, inner: Buffer): number {
  if (typeof message === 'string') return inner.write(message, BLOCK_BYTES, 'utf8');
  inner.set(message, BLOCK_BYTES);
  return message.length;
}

/** The key XOR the pad, filled up to a block, and room behind it. */
function padded(key: Uint8Array, pad: number, room: number): Buffer {
  const buffer = Buffer.alloc(BLOCK_BYTES + room);
  buffer.fill(pad, 0, BLOCK_BYTES);
  key.forEach((byte, at) => (buffer[at] = byte ^ pad));
  return buffer;
}
