import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentCache } from './recent-cache.js';

function filled(limit: number, keys: number): RecentCache<number, string> {
  const cache = new RecentCache<number, string>(limit);
  for (let key = 0; key < keys; key += 1) cache.set(key, `v${key}`);
  return cache;
}

describe('a cache of what was asked for of late', () => {
  it('holds at least as many entries as its limit, and the latest of them', () => {
    const cache = filled(10, 1_000);
    for (let key = 990; key < 1_000; key += 1) expect(cache.get(key)).toBe(`v${key}`);
  });

  it('holds twice as many at most', () => {
    const cache = filled(10, 1_000);
    const held = Array.from({ length: 1_000 }, (_, key) => key).filter((key) => cache.get(key) !== undefined);
    expect(held.length).toBeLessThanOrEqual(20);
  });

  it('keeps what is asked for again and again, and forgets what is not', () => {
    const cache = filled(10, 1);
    for (let key = 100; key < 200; key += 1) {
      cache.set(key, 'x');
      expect(cache.get(0)).toBe('v0');
    }
    for (let key = 200; key < 221; key += 1) cache.set(key, 'x');
    expect(cache.get(0)).toBeUndefined();
  });

  it('answers what was set last, or nothing', () => {
    const step = fc.record({ key: fc.nat(8), value: fc.option(fc.nat(100)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 1, max: 4 }), (steps, limit) => {
        const cache = new RecentCache<number, number>(limit);
        const last = new Map<number, number>();
        for (const { key, value } of steps) {
          if (value !== null) {
            cache.set(key, value);
            last.set(key, value);
          }
          const found = cache.get(key);
          if (value !== null) expect(found).toBe(value);
          else expect([undefined, last.get(key)]).toContain(found);
        }
      }),
      { numRuns: 500, seed: 20_260_208 },
    );
  });

  it('is empty when cleared', () => {
    const cache = filled(10, 15);
    cache.clear();
    expect([3, 12].map((key) => cache.get(key))).toEqual([undefined, undefined]);
  });
});
