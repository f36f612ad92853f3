import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inWords, similarityOf, type Traits } from './similarity.js';

const nothing: Traits = { flag: 'f1', primaryMetric: null, metrics: [], tags: [], targeting: null };
const other: Traits = { ...nothing, flag: 'f2' };
const germans = { country: 'DE' };

describe('what makes experiments alike', () => {
  it('is nothing where they have nothing in common', () => {
    expect(similarityOf(nothing, other, [])).toBeUndefined();
    expect(similarityOf(nothing, other, ['checkout'])).toBeUndefined();
    expect(similarityOf({ ...nothing, targeting: germans }, other, [])).toBeUndefined();
    expect(similarityOf({ ...nothing, targeting: {} }, { ...other, targeting: {} }, [])).toBeUndefined();
  });

  it.each<readonly [what: string, of: Partial<Traits>, earlier: Partial<Traits>, words: string[], reason: object]>([
    ['the same flag', {}, { flag: 'f1' }, [], { kind: 'flag', shared: ['f1'] }],
    ['a metric', { metrics: ['a', 'b'] }, { metrics: ['b', 'c'] }, [], { kind: 'metrics', shared: ['b'] }],
    ['a tag', { tags: ['shop', 'new'] }, { tags: ['shop'] }, [], { kind: 'tags', shared: ['shop'] }],
    ['words', {}, {}, ['button', 'green'], { kind: 'words', shared: ['button', 'green'] }],
    [
      'an attribute of the audience',
      { targeting: { country: 'FR', plan: 'free' } },
      { targeting: { $or: [{ country: 'DE' }] } },
      [],
      { kind: 'audience', shared: ['country'] },
    ],
  ])('is %s, with a reason', (_, of, earlier, words, reason) => {
    const found = similarityOf({ ...nothing, ...of }, { ...other, ...earlier }, words);
    expect(found?.reasons).toEqual([reason]);
    expect(found?.score).toBeGreaterThan(0);
  });

  it('weighs the same flag, primary metric and audience more than parts of them', () => {
    const scoreOf = (of: Partial<Traits>, earlier: Partial<Traits>): number =>
      similarityOf({ ...nothing, ...of }, { ...other, ...earlier }, [])?.score ?? 0;
    const metrics = ['a'];
    expect(scoreOf({ metrics, primaryMetric: 'a' }, { metrics, primaryMetric: 'a' })).toBeGreaterThan(
      scoreOf({ metrics }, { metrics }),
    );
    expect(scoreOf({ targeting: germans }, { targeting: germans })).toBeGreaterThan(
      scoreOf({ targeting: germans }, { targeting: { country: 'FR' } }),
    );
    expect(scoreOf({}, { flag: 'f1' })).toBeGreaterThan(scoreOf({ metrics }, { metrics }));
  });

  it('has the weightiest reason first, and a score that only grows with what is shared', () => {
    const words = fc.subarray(['a', 'b', 'c', 'd', 'e', 'f']);
    const traits = fc.record({
      flag: fc.constantFrom('f1', 'f2'),
      primaryMetric: fc.constantFrom(null, 'a', 'b'),
      metrics: words,
      tags: words,
      targeting: fc.constantFrom(null, germans, { country: 'FR' }, { plan: 'free' }),
    });
    fc.assert(
      fc.property(traits, traits, words, (one, two, shared) => {
        const found = similarityOf(one, two, shared);
        const more = similarityOf({ ...one, tags: [...one.tags, 'x'] }, { ...two, tags: [...two.tags, 'x'] }, shared);
        expect(more?.score ?? 0).toBeGreaterThanOrEqual(found?.score ?? 0);
        for (const reason of found?.reasons ?? []) expect(inWords(reason)).not.toBe('');
        expect(similarityOf(two, one, shared)?.score).toBe(found?.score);
      }),
    );
  });
});
