import { describe, expect, it } from '@jest/globals';
import { ON_DECIDE_PREFIX, onDecideExposureId } from './exposure-id.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

describe('the id of an exposure that a decision is', () => {
  const id = onDecideExposureId('experiment', 1, 'subject', NOON);

  it('is the same for ten minutes, and another in the next', () => {
    expect(id.startsWith(ON_DECIDE_PREFIX)).toBe(true);
    expect(onDecideExposureId('experiment', 1, 'subject', NOON + 10 * MINUTE - 1)).toBe(id);
    expect(onDecideExposureId('experiment', 1, 'subject', NOON + 10 * MINUTE)).not.toBe(id);
  });

  it('is of one experiment, phase and subject', () => {
    const others = [
      onDecideExposureId('other', 1, 'subject', NOON),
      onDecideExposureId('experiment', 2, 'subject', NOON),
      onDecideExposureId('experiment', 1, 'other', NOON),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
