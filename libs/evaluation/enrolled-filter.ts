import { murmur3 } from './murmur3.js';

const BITS_EACH = 10;
/** The best number of hashes for 10 bits per unit: 0.8% false positives. */
const HASHES = 7;

/**
 * A Bloom filter of the units that were enrolled when enrolment froze, with about 10 bits each, and the digests of
 * units linked to them later. It has false positives but no false negatives.
 * Source: Kirsch, Mitzenmacher, 'Less Hashing, Same Performance', ESA 2006.
 */
export class EnrolledFilter {
  private constructor(
    private readonly bits: Uint8Array,
    private readonly late: ReadonlySet<string> = new Set(),
  ) {}

  /** @param digests of the enrolled units */
  static of(digests: readonly string[]): EnrolledFilter {
    const bits = new Uint8Array(Math.max(8, Math.ceil((digests.length * BITS_EACH) / 8)));
    const filter = new EnrolledFilter(bits);
    for (const digest of digests) {
      filter.visit(digest, (byte, mask) => void (bits[byte] = (bits[byte] ?? 0) | mask));
    }
    return filter;
  }

  /** Reads the text that `toText` wrote. */
  static parse(text: string): EnrolledFilter {
    const [bits = '', ...late] = text.split(' ');
    return new EnrolledFilter(Buffer.from(bits, 'base64'), new Set(late));
  }

  toText(): string {
    return [Buffer.from(this.bits).toString('base64'), ...this.late].join(' ');
  }

  /** Number of units linked since the freeze. */
  get lateCount(): number {
    return this.late.size;
  }

  /** A copy that also has these digests, of units linked since the freeze. */
  withLate(digests: readonly string[]): EnrolledFilter {
    return new EnrolledFilter(this.bits, new Set([...this.late, ...digests]));
  }

  has(digest: string): boolean {
    if (this.late.has(digest)) return true;
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
