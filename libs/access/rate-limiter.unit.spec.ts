import { describe, expect, it } from '@jest/globals';
import { Problem } from '../platform/problem.js';
import { RateLimiter } from './rate-limiter.js';

describe('a limit of 2 requests a second', () => {
  let now = 0;
  const limited = (limiter: RateLimiter, key: string): string | undefined => {
    try {
      limiter.take(key);
      return undefined;
    } catch (error) {
      return error instanceof Problem ? `${error.status} ${error.headers['retry-after']}` : 'defect';
    }
  };

  it('lets a second’s worth through at once, then as many as the time brings, each key for itself', () => {
    const limiter = new RateLimiter(2, 'this key', () => now);
    expect([1, 2, 3].map(() => limited(limiter, 'a'))).toEqual([undefined, undefined, '429 1']);
    expect(limited(limiter, 'b')).toBeUndefined();
    now += 499;
    expect(limited(limiter, 'a')).toBe('429 1');
    now += 1;
    expect(limited(limiter, 'a')).toBeUndefined();
    now += 60_000;
    expect([1, 2, 3].map(() => limited(limiter, 'a'))).toEqual([undefined, undefined, '429 1']);
  });

  it('goes on limiting a key that keeps asking while many others come', () => {
    const limiter = new RateLimiter(2, 'this key', () => now);
    limiter.take('a');
    limiter.take('a');
    for (let other = 0; other < 50_000; other += 1) {
      limiter.take(`key ${other}`);
      if (other % 1_000 === 0) expect(limited(limiter, 'a')).toBe('429 1');
    }
  });

  it('limits nobody where none is set', () => {
    const limiter = new RateLimiter(undefined, 'this key', () => now);
    expect(Array.from({ length: 1_000 }, () => limited(limiter, 'a')).every((each) => each === undefined)).toBe(true);
  });
});
