import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Run, ThresholdGuardrail } from '../../experiments/index.js';
import { instantsOf, stepOf } from './instants.js';
import { piecesOf, RunningSums } from './pieces.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const iso = (at: number): string => new Date(at).toISOString();

const guardrail = (windowMinutes: number | null): ThresholdGuardrail => ({
  ...({ kind: 'threshold', key: 'g', metric: 'm', threshold: '1', action: 'pause', sources: 'all' } as const),
  ...({ per: 'event', minSample: 0, scope: 'any_variant', windowMinutes } as const),
});
const runOf = (run: number, from: number, to: number | null): Run => ({
  ...{ run, phase: run, from: iso(from), to: to === null ? null : iso(to) },
});

describe('the step of a series', () => {
  it.each([
    [10 * MINUTE, 10_000],
    [HOUR, 30_000],
    [5 * HOUR, 5 * MINUTE],
    [DAY, 10 * MINUTE],
    [7 * DAY, HOUR],
    [30 * DAY, 12 * HOUR],
    [200 * DAY, DAY],
    [400 * DAY, 2 * DAY],
  ])('of a span of %d ms with 200 points is %d ms', (length, step) => {
    expect(stepOf({ from: START, to: START + length }, 200)).toBe(step);
  });

  it('leaves at most as many instants as were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 * DAY }), fc.integer({ min: 50, max: 400 }), (length, points) => {
        const span = { from: START + 1, to: START + 1 + length };
        const instants = instantsOf(guardrail(5), [runOf(1, START, null)], span, stepOf(span, points));
        expect(instants.length).toBeLessThanOrEqual(points + 1);
      }),
    );
  });
});

describe('the instants of a series', () => {
  it('stand at multiples of the step while a run lasted, and at its end', () => {
    const runs = [runOf(1, START + 1, START + 95_500), runOf(2, START + 200_000, null)];
    const instants = instantsOf(guardrail(1), runs, { from: START, to: START + 265_000 }, 30_000);
    const seconds = instants.map(({ at, run, since, until }) => [
      (at - START) / 1000,
      run,
      since - START / 1000,
      until - START / 1000,
    ]);
    expect(seconds).toEqual([
      [30, 1, -30, 30],
      [60, 1, 0, 60],
      [90, 1, 30, 90],
      [95.5, 1, 30, 100],
      [210, 2, 200, 210],
      [240, 2, 200, 240],
    ]);
  });

  it('of a guardrail without a window count all of their run', () => {
    const runs = [runOf(1, START, START + MINUTE), runOf(2, START + HOUR, null)];
    const instants = instantsOf(guardrail(null), runs, { from: START, to: START + HOUR + MINUTE }, MINUTE);
    expect(instants.map(({ run, since }) => [run, since])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });
});

describe('the pieces of windows', () => {
  it('add up to what each window has, and read no row twice', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 });
    const rows = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        gaps,
        rows,
        fc.constantFrom(1, 5, 30, null),
        fc.constantFrom(10, 30, 300),
        (lengths, buckets, window, step) => {
          let at = START;
          const runs = lengths.map((length, index) => {
            const run = runOf(index + 1, at + 500, at + length * 10_000);
            at += length * 10_000 + 20_000;
            return run;
          });
          const instants = instantsOf(guardrail(window), runs, { from: START, to: at }, step * 1000);
          const pieces = piecesOf(instants);
          const times = buckets.map((bucket) => START / 1000 + bucket * 10);
          const within = (since: number, until: number): number =>
            times.filter((time) => time >= since && time < until).length;
          const sums = new RunningSums(
            pieces,
            (place) => within(pieces[place]?.since ?? 0, pieces[place]?.until ?? 0),
            { zero: 0, plus: (one, other) => one + other, minus: (one, other) => one - other },
          );
          for (const { run, since, until, runUntil } of instants) {
            expect(sums.between(run, since, until)).toBe(within(since, until));
            expect(sums.from(run, since)).toBe(within(since, runUntil ?? Infinity));
          }
          const inOrder = pieces.every(({ run, since }, place) => {
            const before = pieces[place - 1];
            return before === undefined || before.run !== run || before.until === since;
          });
          expect(inOrder).toBe(true);
        },
      ),
    );
  });
});
