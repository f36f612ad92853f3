import { describe, expect, it } from '@jest/globals';
import type { Experiment } from '../experiment.js';
import { participatingWith } from './participating.js';

const experiment = (id: string, startedAt: string | null, traffic: string): Experiment =>
  ({ id, startedAt, traffic, status: startedAt === null ? 'approved' : 'running' }) as unknown as Experiment;

const first = experiment('first', '2026-01-01', '50');
const second = experiment('second', '2026-01-02', '100');
const third = experiment('third', '2026-01-03', '100');
const live = [third, first, second];

describe('participating under a limit', () => {
  it('takes nobody from others at a start, and keeps those that others leave', () => {
    const started = experiment('new', null, '30');
    expect(participatingWith(started, '30', live, 1)).toEqual({ kept: 0, displaced: [] });
    expect(participatingWith(started, '30', live, 3).kept).toBeCloseTo(0.5, 12);
    expect(participatingWith(started, '30', [], 1)).toEqual({ kept: 1, displaced: [] });
  });

  it('takes at a raise from the younger ones, the oldest first', () => {
    const { kept, displaced } = participatingWith(first, '75', live, 1);
    expect(kept).toBe(1);
    // Half were left to the second one, and half of these leave it. The third one had none.
    expect(displaced.map(({ experiment: { id }, share }) => [id, share])).toEqual([['second', 0.5]]);
  });

  it('takes nobody where traffic falls, and nobody from older ones', () => {
    expect(participatingWith(first, '20', live, 1).displaced).toEqual([]);
    expect(participatingWith(experiment('third', '2026-01-03', '50'), '100', live, 1).displaced).toEqual([]);
  });
});
