import QuickLRU from 'quick-lru';
import { Problem } from '../platform/problem.js';

const KNOWN_KEYS = 10_000;

interface Bucket {
  tokens: number;
  /** Milliseconds of a monotonic clock. */
  filledAt: number;
}

/**
 * A token bucket for each key, address or subject: a second's worth at once, then as many a second. Each process counts for itself. Libraries
 * count by fixed windows, which let twice as many through where two meet, and answer later: decisions cannot wait.
 */
export class RateLimiter {
  private readonly buckets = new QuickLRU<string, Bucket>({ maxSize: KNOWN_KEYS });

  /**
   * @param perSecond undefined: nobody is limited
   * @param who what is limited, in words of the refusal
   */
  constructor(
    private readonly perSecond: number | undefined,
    private readonly who = 'this key',
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request of the key. @throws Problem 429 with Retry-After in whole seconds */
  take(keyId: string): void {
    if (this.perSecond === undefined) return;
    const bucket = this.bucketOf(keyId, this.perSecond);
    const now = this.now();
    bucket.tokens = Math.min(this.perSecond, bucket.tokens + ((now - bucket.filledAt) * this.perSecond) / 1000);
    bucket.filledAt = now;
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / this.perSecond);
      throw new Problem(429, 'rate_limited', `${this.who} may make ${this.perSecond} requests a second`, undefined, {
        'retry-after': String(Math.max(1, seconds)),
      });
    }
    bucket.tokens -= 1;
  }

  private bucketOf(keyId: string, capacity: number): Bucket {
    const known = this.buckets.get(keyId);
    if (known) return known;
    const bucket = { tokens: capacity, filledAt: this.now() };
    this.buckets.set(keyId, bucket);
    return bucket;
  }
}
