import { describe, it, expect } from '@jest/globals';
import { admin, by, emil, isCompleted, isRunning, owner } from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { isAskedForLearning, noteLearning, withLearning } from './learning.js';

const summary = { expected: 'More', happened: 'Less', now: 'Nothing' };
const noted = (data: object) => ({ type: 'experiment_learning_noted', data });

describe('what an experiment taught', () => {
  const completed = given(experimentAggregate, ...isCompleted);

  it('is noted by the owner or an admin, once it is completed', () => {
    completed
      .when((state) => noteLearning(state, 'e1', owner, { summary, tags: ['a', 'b', 'a'] }))
      .then(noted({ summary, tags: ['a', 'b'] }));
    completed
      .when((state) => noteLearning(state, 'e1', admin, { summary: 'Text' }))
      .then(noted({ summary: 'Text', tags: [] }));
    completed.when((state) => noteLearning(state, 'e1', emil, { summary })).thenRefused('not_owner');
    completed.when((state) => noteLearning(state, 'e1', owner, {})).thenRefused('required', '/summary');
    given(experimentAggregate, ...isRunning)
      .when((state) => noteLearning(state, 'e1', owner, { summary }))
      .thenRefused('wrong_state');
    given(experimentAggregate)
      .when((state) => noteLearning(state, 'e1', owner, { summary }))
      .thenRefused('not_found');
  });

  it('keeps what a change leaves out, and is no event where nothing changes', () => {
    const again = given(experimentAggregate, ...isCompleted, [
      { type: 'experiment_learning_noted', data: { summary, tags: ['a'] } },
      by(owner, 10),
    ] as const);
    again.when((state) => noteLearning(state, 'e1', owner, { tags: ['b'] })).then(noted({ summary, tags: ['b'] }));
    again.when((state) => noteLearning(state, 'e1', owner, { summary, tags: ['a'] })).then();
  });

  it('is asked for from the completion to its summary', () => {
    const stateOf = (...past: typeof isCompleted) => given(experimentAggregate, ...past).state;
    const [running, ended] = [stateOf(...isRunning), stateOf(...isCompleted)];
    expect([running, ended].map((state) => state && isAskedForLearning(state))).toEqual([false, true]);
    const told = stateOf(...isCompleted, [
      { type: 'experiment_learning_noted', data: { summary, tags: [] } },
      by(owner, 10),
    ]);
    expect(told && isAskedForLearning(told)).toBe(false);
  });

  it('goes with a completion, or waits with what is asked for', () => {
    const data = { kind: 'no_effect', winner: null, pin: null, comment: null } as const;
    const end = { type: 'experiment_completed', data } as const;
    expect(withLearning([end], { tags: ['a'] })).toEqual([end, noted({ summary: null, tags: ['a'] })]);
    expect(withLearning([end], {})).toEqual([end]);
    const completion = { kind: 'rollout', winner: 'treatment', verdict: 'no_effect' } as const;
    const asking = { changes: {}, completion, liveHash: 'h', contentHash: 'c', comment: null };
    expect(withLearning([{ type: 'experiment_amendment_opened', data: asking }], { summary })).toEqual([
      {
        type: 'experiment_amendment_opened',
        data: { ...asking, completion: { ...completion, learning: { summary, tags: [] } } },
      },
    ]);
  });
});
