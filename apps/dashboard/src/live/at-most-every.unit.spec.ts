import { afterEach, beforeEach, describe, it, expect, jest } from '@jest/globals';
import { atMostEvery } from './at-most-every.js';

describe('atMostEvery', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs the first request at once and joins those that wait', async () => {
    let runs = 0;
    const paced = atMostEvery(1000, async () => void (runs += 1));
    paced.request();
    await jest.advanceTimersByTimeAsync(0);
    expect(runs).toBe(1);

    paced.request();
    paced.request();
    await jest.advanceTimersByTimeAsync(999);
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    await jest.advanceTimersByTimeAsync(5000);
    expect(runs).toBe(2);
  });

  it('runs again for a request that came during a run, and never two at once', async () => {
    const finish: (() => void)[] = [];
    const paced = atMostEvery(1000, () => new Promise<void>((resolve) => finish.push(resolve)));
    paced.request();
    await jest.advanceTimersByTimeAsync(0);
    paced.request();
    await jest.advanceTimersByTimeAsync(5000);
    expect(finish).toHaveLength(1);

    finish[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(finish).toHaveLength(2);
  });

  it('runs no more once cancelled', async () => {
    let runs = 0;
    const paced = atMostEvery(1000, async () => void (runs += 1));
    paced.request();
    paced.cancel();
    paced.request();
    await jest.advanceTimersByTimeAsync(5000);
    expect(runs).toBe(0);
  });
});
