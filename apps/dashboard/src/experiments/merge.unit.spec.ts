import { describe, it, expect } from '@jest/globals';
import { type Experiment } from '../api-types.js';
import { newerOf } from './merge.js';

function experiment(id: string, revision: number, status: Experiment['status'] = 'running') {
  return { id, key: `exp_${id}`, name: `Checkout ${id}`, flag: 'flag_checkout', status, revision };
}

const [early, late] = [7, 8];

describe('newerOf', () => {
  it('keeps what the stream brought when an older answer arrives after it', () => {
    const held = experiment('a', late, 'completed');
    expect(newerOf(held, experiment('a', early))).toBe(held);
  });

  it('takes the incoming one of two of the same revision', () => {
    const incoming = experiment('a', early, 'paused');
    expect(newerOf(experiment('a', early), incoming)).toBe(incoming);
  });
});
