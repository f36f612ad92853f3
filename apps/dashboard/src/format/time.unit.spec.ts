import { describe, it, expect } from '@jest/globals';
import { displayAge, displayTick, displayWindow } from './time.js';

describe('displayAge', () => {
  const now = Date.parse('2025-03-20T12:00:00Z');

  it.each([
    ['2025-03-20T11:59:30Z', 'just now'],
    ['2025-03-20T12:00:05Z', 'just now'],
    ['2025-03-20T11:57:01Z', '2 min ago'],
    ['2025-03-20T09:00:00Z', '3 h ago'],
    ['2025-03-16T12:00:00Z', '4 d ago'],
    ['2025-01-02T12:00:00Z', '2025-01-02'],
  ])('shows %s as %s', (instant, shown) => {
    expect(displayAge(instant, now)).toBe(shown);
  });
});

describe('displayTick', () => {
  const time = Date.parse('2025-03-20T12:00:05Z');

  it('has seconds only on a short axis', () => {
    expect(displayTick(time, 60_000)).toMatch(/^\d\d:\d\d:05$/);
    expect(displayTick(time, 3_600_000)).toMatch(/^\d\d:\d\d$/);
  });

  it('is a date on a long axis', () => {
    expect(displayTick(time, 5 * 86_400_000)).toMatch(/Mar$/);
  });
});

describe('displayWindow', () => {
  it.each([
    [null, 'since the last start'],
    [45, 'last 45 min'],
    [60, 'last 1 h'],
    [90, 'last 90 min'],
    [1440, 'last 1 d'],
  ])('shows %s as %s', (minutes, shown) => {
    expect(displayWindow(minutes)).toBe(shown);
  });
});
