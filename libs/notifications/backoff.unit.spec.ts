import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, GIVE_UP_MS, nextAttempt, retryAfterMs } from './backoff.js';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const NOW = Date.UTC(2026, 0, 1);

describe('the backoff', () => {
  it('begins with seconds, grows, and ends at hours', () => {
    const waits = Array.from({ length: 12 }, (_, index) => backoffMs(index + 1, 0) / 1_000);
    expect(waits.slice(0, 4)).toEqual([5, 15, 45, 135]);
    expect(waits.at(-1)).toBe(4 * 3_600);
  });

  it('never shrinks, has a jitter of at most a quarter, and waits as long as it is asked to, up to a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), chance, fc.nat(GIVE_UP_MS * 3), (attempts, luck, asked) => {
        const plain = backoffMs(attempts, 0);
        expect(backoffMs(attempts + 1, 0)).toBeGreaterThanOrEqual(plain);
        const wait = backoffMs(attempts, luck, asked);
        expect(wait).toBeGreaterThanOrEqual(Math.min(Math.max(plain, asked), GIVE_UP_MS));
        expect(wait).toBeLessThanOrEqual(Math.min(Math.max(plain * 1.25 + 1, asked), GIVE_UP_MS));
      }),
    );
  });

  it('tries for 24 hours, the last time at their end, and then gives up', () => {
    fc.assert(
      fc.property(fc.infiniteStream(chance), (luck) => {
        const until = NOW + GIVE_UP_MS;
        let [now, attempts]: [number | null, number] = [NOW, 0];
        let last = NOW;
        while (now !== null) {
          last = now;
          attempts += 1;
          now = nextAttempt(last, backoffMs(attempts, luck.next().value ?? 0), until);
        }
        expect(last).toBe(until);
        expect(attempts).toBeLessThan(20);
      }),
    );
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    [undefined, 0],
  ])('reads Retry-After %s', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
});
