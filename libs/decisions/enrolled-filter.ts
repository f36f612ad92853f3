import { murmur3 } from './murmur3.js';

const BITS_EACH = 10;
/** The best number of hashes for so many bits each: 0.8% of those who are not in seem to be. */
const HASHES = 7;

/**
 * Who was enrolled when enrolment was frozen, in about 10 bits each (a Bloom filter): nobody who was is ever missed.
 * Source: Kirsch, Mitzenmacher, 'Less Hashing, Same Performance', ESA 2006.
 */
export class EnrolledFilter {
  private constructor(
    /** What it is all made of, to be saved. */
    readonly bits: Uint8Array,
  ) {}

  /** @param digests of the enrolled subjects */
  static of(digests: readonly string[]): EnrolledFilter {
    const bits = new Uint8Array(Math.max(8, Math.ceil((digests.length * BITS_EACH) / 8)));
    const filter = new EnrolledFilter(bits);
    for (const digest of digests) filter.visit(digest, (byte, mask) => void (bits[byte] = (bits[byte] ?? 0) | mask));
    return filter;
  }

  /** A filter as it was before it was saved. */
  static from(bits: Uint8Array): EnrolledFilter {
    return new EnrolledFilter(bits);
  }

  has(digest: string): boolean {
    let found = true;
    this.visit(digest, (byte, mask) => void (found &&= ((this.bits[byte] ?? 0) & mask) !== 0));
    return found;
  }

  private visit(digest: string, each: (byte: number, mask: number) => void): void {
    const size = this.bits.length * 8;
    const first = murmur3(digest, 1);
    const second = murmur3(digest, 2) | 1;
    for (let n = 0; n < HASHES; n += 1) {
      const bit = (first + n * (second >>> 0)) % size;
      each(bit >>> 3, 1 << (bit & 7));
    }
  }
}
