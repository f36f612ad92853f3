import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ORDER, PAYMENT_ERROR, STORIES } from './shop.js';
import { deedsOf, visitorOf } from './visitor.js';

const VISITORS = 6_000;

/** The share of a story's visitors who do this. */
function shareOf(eventType: string, key: string, value: string, seed: number, progress: number): number {
  const visitors = Array.from({ length: VISITORS }, (_, number) => visitorOf(seed, number));
  const asked = visitors.filter(({ story }) => story.key === key);
  const done = asked.filter((visitor) =>
    deedsOf(visitor, value, progress).some((deed) => deed.eventType === eventType),
  );
  return done.length / asked.length;
}

describe('visitors of the sample', () => {
  it('are the same for the same seed, and others for another', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (seed, number) => {
        expect(visitorOf(seed, number)).toEqual(visitorOf(seed, number));
        expect(visitorOf(seed, number).subjectId).not.toBe(visitorOf(seed + 1, number).subjectId);
      }),
    );
  });

  it.each([1, 2, 3])('order more by search, alike by the banner, and fail in the new checkout: seed %s', (seed) => {
    const [search, banner, checkout] = STORIES;
    expect(shareOf(ORDER, search.key, search.control, seed, 1)).toBeCloseTo(0.2, 1);
    expect(shareOf(ORDER, search.key, search.treatment, seed, 1)).toBeGreaterThan(0.27);
    expect(shareOf(ORDER, banner.key, banner.treatment, seed, 1)).toBe(
      shareOf(ORDER, banner.key, banner.control, seed, 1),
    );
    expect(shareOf(PAYMENT_ERROR, checkout.key, checkout.treatment, seed, 0.2)).toBeLessThan(0.05);
    expect(shareOf(PAYMENT_ERROR, checkout.key, checkout.treatment, seed, 0.5)).toBeGreaterThan(0.5);
    expect(shareOf(PAYMENT_ERROR, checkout.key, checkout.control, seed, 0.5)).toBeLessThan(0.05);
  });
});
