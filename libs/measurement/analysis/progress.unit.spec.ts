import { describe, expect, it } from '@jest/globals';
import type { Experiment } from '../../experiments/index.js';
import { thinned } from './effect-series.js';
import { daysFor, judgedHour, progressOf, rateOf, type Rate } from './progress.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const rate = (perDay: number | null): Rate => (perDay === null ? { perDay, perDayReason: 'nobody_came' } : { perDay });
const iso = (at: number): string => new Date(at).toISOString();
const aim = { mde: '0.05', power: '0.8', alpha: '0.05' };
/** It ran for a day, paused for a day, and runs since. */
const experiment = (planned: Experiment['planned'], more: Partial<Experiment> = {}) => ({
  planned,
  status: 'running' as const,
  completedAt: null,
  runs: [
    { run: 1, phase: 1, from: iso(START), to: iso(START + DAY) },
    { run: 2, phase: 2, from: iso(START + 2 * DAY), to: null },
  ],
  ...more,
});

describe('the progress of a plan', () => {
  it('counts days in which it ran, and subjects at the rate of late', () => {
    const days = progressOf(experiment({ ...aim, days: 4 }), 10, rate(5), START + 4.5 * DAY);
    expect(days).toMatchObject({ days: 3.5, reached: false, daysLeft: 0.5 });
    expect(progressOf(experiment({ ...aim, days: 4 }), 10, rate(5), START + 5 * DAY)).toMatchObject({
      reached: true,
      daysLeft: 0,
    });
    const subjects = experiment({ ...aim, subjects: 100 });
    expect(progressOf(subjects, 60, rate(20), START + 3 * DAY)).toMatchObject({ reached: false, daysLeft: 2 });
    expect(progressOf(subjects, 60, rate(null), START + 3 * DAY)).toMatchObject({ reached: false, daysLeft: null });
    expect(progressOf(subjects, 100, rate(20), START + 3 * DAY)).toMatchObject({ reached: true, daysLeft: 0 });
    expect(progressOf(experiment(null), 60, rate(20), START + 3 * DAY)).toMatchObject({
      reached: false,
      daysLeft: null,
    });
    const over = experiment(null, { status: 'completed' });
    expect(progressOf(over, 60, rate(20), START + 3 * DAY)).toMatchObject({ reached: false, daysLeft: null });
  });

  it('takes the rate of the last seven days, or of its whole life if that is shorter', () => {
    expect(rateOf(700, 0, START, START + 7 * DAY)).toEqual({ perDay: 100 });
    expect(rateOf(900, 200, START, START + 70 * DAY)).toEqual({ perDay: 100 });
    expect(rateOf(50, 0, START, START + 12 * HOUR)).toEqual({ perDay: 100 });
    expect(rateOf(10, 10, START, START + 70 * DAY)).toEqual({ perDay: null, perDayReason: 'nobody_came' });
  });

  it('knows no rate in the first hour: minutes say little of days', () => {
    for (const [subjects, after] of [
      [0, 0],
      [500, 1],
      [500, HOUR - 1],
    ] as const) {
      expect(rateOf(subjects, 0, START, START + after)).toEqual({ perDay: null, perDayReason: 'too_early' });
    }
    expect(rateOf(10, 0, START, START + HOUR)).toEqual({ perDay: 240 });
  });

  it('rounds days up to a tenth, and knows none where nobody comes', () => {
    expect([daysFor(101, 100), daysFor(0, null), daysFor(1, null), daysFor(1, 0)]).toEqual([1.1, 0, null, null]);
  });

  it('judges the end at the first hour after it, once that has begun', () => {
    const hour = START / HOUR;
    const days = experiment({ ...aim, days: 2 });
    // A day of the first run, and one of the second.
    expect(judgedHour(days, null, START + 3 * DAY - 1)).toBeNull();
    expect(judgedHour(days, null, START + 9 * DAY)).toBe(hour + 72);
    expect(judgedHour(experiment({ ...aim, subjects: 10 }), hour + 5, START + 9 * DAY)).toBe(hour + 5);
    expect(judgedHour(experiment({ ...aim, subjects: 10 }), null, START + 9 * DAY)).toBeNull();
    const over = experiment(null, { completedAt: iso(START + 90_000) });
    expect(judgedHour(over, null, START + 120_000)).toBeNull();
    expect(judgedHour(over, null, START + DAY)).toBe(hour + 1);
  });
});

describe('thinning', () => {
  it('keeps all if they are few, else so many, evenly, with the first and the last', () => {
    expect(thinned(3, 5)).toEqual([0, 1, 2]);
    expect(thinned(9, 3)).toEqual([0, 4, 8]);
    const many = thinned(100_000, 1_000);
    expect([many.length, new Set(many).size, many[0], many.at(-1)]).toEqual([1_000, 1_000, 0, 99_999]);
  });
});
