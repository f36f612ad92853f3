import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Position } from '../event-store/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { createLogger } from '../platform/logging/logger.js';
import { Monitor } from './monitor.js';
import type { GuardrailCounts } from './read-model/index.js';

const SECOND = 1_000;

describe('the sweep of guardrails', () => {
  const stopping = new AbortController();
  let swept: number[];
  let touch: () => void;
  let working: Promise<void>;

  beforeEach(async () => {
    jest.useFakeTimers({ now: 0 });
    swept = [];
    // Nothing runs, so nothing is judged: what is asked is when it looks.
    const counts = {
      running: async () => {
        swept.push(performance.now());
        return [];
      },
      experiments: () => Promise.resolve(new Map()),
    } as unknown as GuardrailCounts;
    const clock = { now: () => new Date() };
    const monitor = new Monitor({} as CommandRunner, counts, clock, createLogger('test', 'silent'), 'continuous');
    touch = () => monitor.committed({ position: '' as Position, events: [], touched: ['someone'], live: true });
    working = monitor.run(stopping.signal);
    touch();
    await jest.advanceTimersByTimeAsync(0);
  });

  afterEach(async () => {
    stopping.abort();
    await working;
    jest.useRealTimers();
  });

  it('comes every 5 seconds by the clock, whatever woke the monitor in between', async () => {
    for (const moment of [3, 9, 11]) {
      await jest.advanceTimersByTimeAsync(moment * SECOND - performance.now());
      touch();
    }
    await jest.advanceTimersByTimeAsync(20 * SECOND - performance.now());
    expect(swept.map((at) => Math.round(at / SECOND))).toEqual([0, 5, 10, 15, 20]);
  });
});
