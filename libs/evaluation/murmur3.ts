// Read once, because each look-up of a global is slow in a VM context, where tests run.
const { imul } = Math;
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const utf8 = new TextEncoder();

/**
 * MurmurHash3 (x86, 32 bit) of the text's UTF-8 bytes, as published by Austin Appleby in SMHasher.
 * `TextEncoder` encodes a lone surrogate as U+FFFD.
 * @returns an unsigned 32-bit integer
 */
export function murmur3(text: string, seed = 0): number {
  // ASCII text (nearly every id) is hashed without a copy.
  const { length } = text;
  const blocksEnd = length & ~3;
  let hash = seed;
  for (let at = 0; at < blocksEnd; at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    if ((a | b | c | d) > 0x7f) return murmur3OfBytes(utf8.encode(text), seed);
    hash = mixBlock(hash, a | (b << 8) | (c << 16) | (d << 24));
  }
  let tail = 0;
  for (let at = length - 1; at >= blocksEnd; at--) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return murmur3OfBytes(utf8.encode(text), seed);
    tail = (tail << 8) | code;
  }
  return finish(hash, tail, length);
}

/** `murmur3` (seed 0) of texts with a common prefix, which is hashed once. A hot path: one object, no closures. */
export class Beginning {
  private readonly begun: number = 0;
  /** The bytes of an unfinished block, and their number of bits; -1 if the prefix is not ASCII. */
  private readonly carried: number = 0;
  private readonly carriedBits: number;

  constructor(private readonly text: string) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) {
        this.carriedBits = -1;
        return;
      }
      this.carried |= code << ((at & 3) * 8);
      if ((at & 3) !== 3) continue;
      this.begun = mixBlock(this.begun, this.carried);
      this.carried = 0;
    }
    this.carriedBits = (text.length & 3) * 8;
  }

  /** The hash of the prefix followed by this text. */
  hashWith(text: string): number {
    const bits = this.carriedBits;
    if (bits < 0) return murmur3(this.text + text);
    const blocksEnd = text.length & ~3;
    let hash = this.begun;
    let carry = this.carried;
    for (let at = 0; at < blocksEnd; at += 4) {
      const a = text.charCodeAt(at);
      const b = text.charCodeAt(at + 1);
      const c = text.charCodeAt(at + 2);
      const d = text.charCodeAt(at + 3);
      if ((a | b | c | d) > 0x7f) return murmur3(this.text + text);
      const word = a | (b << 8) | (c << 16) | (d << 24);
      hash = mixBlock(hash, carry | (word << bits));
      // JavaScript shifts by 32 as by 0.
      carry = bits === 0 ? 0 : word >>> (32 - bits);
    }
    let tailBits = bits;
    for (let at = blocksEnd; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return murmur3(this.text + text);
      carry |= code << tailBits;
      tailBits += 8;
      if (tailBits < 32) continue;
      hash = mixBlock(hash, carry);
      carry = 0;
      tailBits = 0;
    }
    return finish(hash, carry, this.text.length + text.length);
  }
}

function murmur3OfBytes(bytes: Uint8Array, seed: number): number {
  const { byteLength } = bytes;
  const blocksEnd = byteLength & ~3;
  const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength);
  let hash = seed;
  for (let at = 0; at < blocksEnd; at += 4) hash = mixBlock(hash, view.getUint32(at, true));
  let tail = 0;
  for (let at = byteLength - 1; at >= blocksEnd; at--) tail = (tail << 8) | view.getUint8(at);
  return finish(hash, tail, byteLength);
}

function mixBlock(hash: number, block: number): number {
  const mixed = hash ^ scramble(block);
  return (imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** `tail` holds the 0 to 3 bytes after the last whole block, little-endian; an empty tail scrambles to 0. */
function finish(hash: number, tail: number, byteLength: number): number {
  let h = hash ^ scramble(tail) ^ byteLength;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = imul(block, C1);
  return imul((k << 15) | (k >>> 17), C2);
}
