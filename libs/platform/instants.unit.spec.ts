import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Instant } from '../primitives/instant.js';
import { Instants } from './instants.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;

describe('instants', () => {
  let list: Instant[];
  let ahead: number;
  let passed: string[];
  let instants: Instants;

  beforeEach(() => {
    jest.useFakeTimers({ now: START });
    [list, ahead, passed] = [[], 0, []];
    instants = new Instants({ now: () => new Date(Date.now() + ahead) }, () => list);
  });

  afterEach(() => {
    instants.stop();
    jest.useRealTimers();
  });

  const start = (): void => instants.start((of) => void passed.push(...of));

  it.each([
    ['none', [], -Infinity, Infinity],
    ['one to come', [1], -Infinity, START + 1],
    ['one that has passed', [-1], START - 1, Infinity],
    ['one that is now: it has passed', [0], START, Infinity],
    ['several', [-5, -1, 1, 5], START - 1, START + 1],
  ])('say where a time stands among them: %s', (_, offsets, since, until) => {
    list = [{ of: 'staging', at: START - 0.5 }, ...offsets.map((offset) => ({ of: 'production', at: START + offset }))];
    expect(instants.spanOf('production', START)).toEqual({ since, until });
  });

  it.each([
    ['soon', 10],
    ['within the second', 999],
    ['later', 61_000],
  ])('tell at the moment that one is passed: %s', async (_, ms) => {
    list = [{ of: 'production', at: START + ms }];
    start();
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(passed).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(passed).toEqual(['production']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(passed).toEqual(['production']);
  });

  it('do not tell at once of one that is further away than a timer can wait', async () => {
    list = [{ of: 'production', at: START + 40 * DAY }];
    start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(passed).toEqual([]);
  });

  it.each([
    ['forwards', 10 * DAY],
    ['back', -10 * DAY],
  ])('tell within a second that the clock was set %s past one', async (_, ms) => {
    list = [{ of: 'production', at: START + ms / 2 }];
    start();
    ahead = ms;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(passed).toEqual(['production']);
  });

  it('tell once of each thing, however many of its instants were passed', async () => {
    list = ['a', 'b', 'a', 'c'].map((of, index) => ({ of, at: START + DAY + index }));
    start();
    ahead = DAY + 2;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(passed.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('heed those that were added meanwhile, earlier ones too', async () => {
    start();
    list = [{ of: 'production', at: START + 50 }];
    instants.changed();
    instants.wait();
    await jest.advanceTimersByTimeAsync(50);
    expect(passed).toEqual(['production']);
  });

  it('tell nothing any more once they are stopped', async () => {
    list = [{ of: 'production', at: START + 50 }];
    start();
    instants.stop();
    instants.wait();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(passed).toEqual([]);
  });
});
