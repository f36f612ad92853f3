import { describe, expect, it } from '@jest/globals';
import { given } from '../../../test/support/given.js';
import { at, by, isApproved, isPaused, owner, started, type Past } from '../../../test/support/experiments.js';
import { checkDisplaces } from './displacement.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';

/** An experiment with 20 percent of traffic that started at a minute. */
function startedAt(minute: number, past: Past = [...isApproved, [started, by(owner, minute)]]): Experiment {
  const { state } = given(experimentAggregate, ...past);
  if (!state) throw new Error('a past leads to a state');
  return { ...state, id: `e${minute}`, startedAt: at(minute) };
}
const oldest = startedAt(1);
const raise =
  (others: readonly Experiment[], limit: number, traffic = '50') =>
  (): void =>
    checkDisplaces(oldest, traffic, others, limit);

describe('a raise where subjects are in a limited number of experiments', () => {
  it('says how many it takes from younger ones', () => {
    expect(raise([oldest, startedAt(2)], 1)).toThrow(
      expect.objectContaining({ code: 'takes_subjects', facts: { share: '6' } }),
    );
    expect(raise([startedAt(2), startedAt(3)], 2)).toThrow(expect.objectContaining({ facts: { share: '1.2' } }));
  });

  it('takes nobody where there is room, where it is the youngest, and of what is not live', () => {
    expect(raise([startedAt(2)], 2)).not.toThrow();
    expect(raise([startedAt(0)], 1)).not.toThrow();
    expect(raise([startedAt(2, isApproved)], 1)).not.toThrow();
    expect(raise([startedAt(2, isPaused)], 1)).toThrow();
  });

  it('is no raise where it lowers', () => expect(raise([startedAt(2)], 1, '10')).not.toThrow());
});
