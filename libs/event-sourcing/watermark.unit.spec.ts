import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parsePosition, type Position } from '../event-store/index.js';
import { Watermark } from './watermark.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (n: number): Position => parsePosition(n.toString(16).padStart(16, '0'));

describe('what commands of this process wrote', () => {
  let watermark: Watermark;

  beforeEach(() => {
    jest.useFakeTimers({ now: START });
    watermark = new Watermark({ now: () => new Date(Date.now()) });
  });

  afterEach(() => void jest.useRealTimers());

  it('is waited for 2 s from its own time on, by whoever asks when', () => {
    watermark.advance(at(5));
    expect(watermark.patienceMs(at(4))).toBe(2_000);
    jest.advanceTimersByTime(1_500);
    expect(watermark.patienceMs(at(4))).toBe(500);
    jest.advanceTimersByTime(1_500);
    expect(watermark.patienceMs(at(4))).toBe(0);
    expect(watermark.unseenSince(at(4))).toEqual(new Date(START));
  });

  it.each([
    ['all', 7, undefined],
    ['more', 9, undefined],
    ['all but the last', 6, START + 2_000],
    ['the first', 5, START + 1_000],
    ['none of it', 1, START],
  ])('is unseen since the oldest that is missing: of who has seen %s', (_, seen, since) => {
    for (const position of [5, 6, 7]) {
      watermark.advance(at(position));
      jest.advanceTimersByTime(1_000);
    }
    // 5 was written at the start, 6 a second later.
    expect(watermark.unseenSince(at(seen))?.getTime()).toBe(since);
    expect(watermark.unseenSince(undefined)?.getTime()).toBe(START);
  });

  it('is not waited for anew with each further command while the oldest stays unseen', () => {
    watermark.advance(at(5));
    jest.advanceTimersByTime(1_900);
    watermark.advance(at(6));
    expect(watermark.patienceMs(at(4))).toBe(100);
    expect(watermark.patienceMs(at(5))).toBe(2_000);
  });

  it('does not move back', () => {
    watermark.advance(at(5));
    watermark.advance(at(3));
    expect(watermark.position).toBe(at(5));
    expect(watermark.unseenSince(at(5))).toBeUndefined();
  });

  it('takes a bounded place, and nothing unseen for seen', () => {
    for (let position = 1; position <= 10_000; position += 1) {
      watermark.advance(at(position));
      jest.advanceTimersByTime(1);
    }
    for (const seen of [0, 1, 777, 5_000, 9_998, 9_999]) {
      const since = watermark.unseenSince(at(seen));
      // The oldest that is missing was written then; an older time may stand for it, never a later one.
      expect(since?.getTime()).toBeLessThanOrEqual(START + seen);
    }
    expect(watermark.unseenSince(at(10_000))).toBeUndefined();
  });
});
