import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffOf } from './diff.js';
import { submissionsIn } from './submission.js';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('the difference of two texts', () => {
  it('holds both of them, in order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffOf(before, after);
        expect(diff.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before);
        expect(diff.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after);
      }),
    );
  });

  it('keeps the lines that stayed', () => {
    expect(diffOf(['a', 'b', 'c'], ['a', 'x', 'c']).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      ...['same a', 'removed b', 'added x', 'same c'],
    ]);
  });
});

describe('the submissions of a history', () => {
  const item = (type: string, revision: number, data: Record<string, unknown> = {}) => ({
    ...{ type: `experiment_${type}`, revision, data, position: `${revision}`, at: `2026-01-0${revision}T00:00:00Z` },
    ...{ summary: type, by: { kind: 'user', id: 'u1', name: 'Olga' } as const },
  });
  const history = [item('drafted', 1), item('submitted', 2), item('changes_requested', 3), item('submitted', 4)];

  it('compare what is in review with the submission before', () => {
    expect(submissionsIn(history, false)).toMatchObject({ latest: { revision: 4 }, base: { revision: 2 } });
    expect(submissionsIn(history.slice(0, 2), false)).toMatchObject({ latest: { revision: 2 }, base: null });
  });

  it('compare a draft with the latest submission', () => {
    expect(submissionsIn(history.slice(0, 3), true)).toMatchObject({ base: { revision: 2 } });
    expect(submissionsIn(history.slice(0, 1), true)).toEqual({ latest: null, base: null, required: null });
  });

  it('tell how many votes the last vote asked for, if it was of this review', () => {
    const voted = [...history, item('approved', 5, { required: 2 })];
    expect(submissionsIn(voted, false).required).toBe(2);
    expect(submissionsIn([...voted, item('withdrawn', 6), item('submitted', 7)], false).required).toBeNull();
  });
});
