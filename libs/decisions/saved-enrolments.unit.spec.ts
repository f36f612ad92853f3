import { describe, expect, it } from '@jest/globals';
import { EnrolledFilter } from './enrolled-filter.js';
import { enrolmentOf, savedWithin } from './saved-enrolments.js';

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const enrolment = (count: number, late: readonly string[] = []) => ({
  filter: EnrolledFilter.of(names('in', count)),
  late: new Set(late),
});

describe('saved enrolments', () => {
  it('come back as they were', () => {
    const known = enrolment(1_000, ['late']);
    const [saved] = savedWithin(10_000, new Map([['e', known]]));
    if (!saved) throw new Error('nothing was saved');
    const again = enrolmentOf(saved);
    expect([saved.experiment, [...again.late]]).toEqual(['e', ['late']]);
    const all = [...names('in', 1_000), ...names('out', 1_000)];
    expect(all.filter((name) => known.filter.has(name) !== again.filter.has(name))).toEqual([]);
  });

  it('are whole or not at all, as far as the bytes go', () => {
    const known = new Map([
      ['first', enrolment(800)],
      ['too large', enrolment(1_600)],
      ['with too many late', enrolment(8, names('late', 100))],
      ['second', enrolment(1_200)],
    ]);
    // 10 bits each: 1,000 and 1,500 bytes.
    expect(savedWithin(2_500, known).map(({ experiment }) => experiment)).toEqual(['first', 'second']);
  });
});
