import { describe, expect, it } from '@jest/globals';
import { RecentSeries } from './recent-series.js';

function started() {
  const time = { now: 0 };
  const reads: string[] = [];
  const recent = new RecentSeries<{ readonly stepSeconds: number }>({ now: () => new Date(time.now) });
  const read = (name: string, stepSeconds: number) =>
    recent.of(name, async () => {
      await Promise.resolve();
      reads.push(name);
      return { stepSeconds };
    });
  return { time, reads, recent, read };
}

describe('recent series', () => {
  it('are read once for all who ask at once, and again after a tenth of the step', async () => {
    const { time, reads, read } = started();
    await Promise.all([read('a', 10), read('a', 10), read('b', 10)]);
    expect(reads).toEqual(['a', 'b']);
    time.now = 999;
    await read('a', 10);
    expect(reads).toHaveLength(2);
    time.now = 1_000;
    await read('a', 10);
    expect(reads).toEqual(['a', 'b', 'a']);
  });

  it('are at most a minute old', async () => {
    const { time, reads, read } = started();
    await read('a', 86_400);
    time.now = 59_999;
    await read('a', 86_400);
    expect(reads).toHaveLength(1);
    time.now = 60_000;
    await read('a', 86_400);
    expect(reads).toHaveLength(2);
  });

  it('that failed are read again', async () => {
    const { recent, read, reads } = started();
    await expect(recent.of('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await read('a', 10);
    expect(reads).toEqual(['a']);
  });
});
