import { describe, expect, it } from '@jest/globals';
import { alarmsAmong } from '../../test/support/sample-ratio-streams.js';

const STREAMS = 10_000;
/** 0.1% of the streams and two standard errors. */
const MOST_FALSE_ALARMS = STREAMS * 0.001 + 2 * Math.sqrt(STREAMS * 0.001 * 0.999);

describe('the sample ratio test, looked at after each of 20,000 subjects', () => {
  it.each([
    ['50:50', [0.5, 0.5], 11],
    ['90:10', [0.9, 0.1], 12],
    ['five arms', [0.4, 0.3, 0.15, 0.1, 0.05], 13],
  ])(
    'raises no more false alarms than one in 1,000 streams of a true %s split',
    (_, shares, seed) => {
      expect(alarmsAmong(STREAMS, 20_000, shares, shares, seed)).toBeLessThanOrEqual(MOST_FALSE_ALARMS);
    },
    300_000,
  );

  it('finds a split of 48 to 52 within 30,000 subjects in at least 95% of the streams', () => {
    expect(alarmsAmong(STREAMS, 30_000, [0.5, 0.5], [0.48, 0.52], 14)).toBeGreaterThanOrEqual(STREAMS * 0.95);
  }, 300_000);
});
