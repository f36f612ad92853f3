import { describe, expect, it } from '@jest/globals';
import { bucketsOf, delayAfter } from './sign-in-delay.js';

describe('the wait after failures', () => {
  it('is none for the free ones, then doubles, and has an end', () => {
    const slowing = { free: 2, most: 10 };
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((failures) => delayAfter(failures, slowing))).toEqual([
      0, 0, 0, 1, 2, 4, 8, 10, 10, 10,
    ]);
  });

  it('of an account alone is short, so that a stranger locks out nobody', () => {
    const [account, , both] = bucketsOf('a', '192.0.2.1');
    if (!account || !both) throw new Error('there are buckets');
    expect(delayAfter(1_000_000, account.slowing)).toBeLessThanOrEqual(30);
    expect(delayAfter(1_000_000, both.slowing)).toBe(900);
  });
});
