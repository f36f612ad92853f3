import { describe, expect, it } from '@jest/globals';
import { EnrolledFilter } from './enrolled-filter.js';

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('the filter of the enrolled', () => {
  it.each([1, 10, 20_000])('misses none of %d', (count) => {
    const filter = EnrolledFilter.of(names('in', count));
    expect(names('in', count).filter((name) => !filter.has(name))).toEqual([]);
    expect(EnrolledFilter.parse(filter.toText()).toText()).toBe(filter.toText());
  });

  it('takes at most 2 in 100 others for one of them', () => {
    const filter = EnrolledFilter.of(names('in', 20_000));
    expect(names('out', 20_000).filter((name) => filter.has(name)).length).toBeLessThan(400);
  });

  it('is the same after it was a text, also with those who were linked since', () => {
    const filter = EnrolledFilter.of(names('in', 20_000)).withLate(names('late', 10)).withLate(['later']);
    const again = EnrolledFilter.parse(filter.toText());
    const all = [...names('in', 20_000), ...names('out', 20_000), ...names('late', 10), 'later'];
    expect(all.filter((name) => filter.has(name) !== again.has(name))).toEqual([]);
    expect([...names('late', 10), 'later'].every((name) => again.has(name))).toBe(true);
    expect(again.lateCount).toBe(11);
  });

  it('knows nobody where nobody was enrolled', () => {
    const filter = EnrolledFilter.of([]);
    expect(names('out', 100).filter((name) => filter.has(name))).toEqual([]);
  });
});
