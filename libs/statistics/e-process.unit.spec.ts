import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EProcess, look, NO_EVIDENCE, pastBurnIn, raised, type Tuning, UNPLANNED_SUBJECTS } from './e-process.js';
import { oneSidedLogE } from './one-sided.js';
import { mixtureRho, sumClock, twoSidedLogE } from './sequential.js';

const tuning: Tuning = { sides: 'one_sided', alpha: 0.05, plannedSubjects: UNPLANNED_SUBJECTS };
const seen = (estimate: number, n: number, se = 1 / Math.sqrt(n)) => ({ estimate, se, df: n - 2, n });

const looks = fc.array(
  fc.record({
    estimate: fc.double({ min: -1, max: 1, noNaN: true }),
    n: fc.integer({ min: 4, max: 100_000 }),
    se: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    pastBurnIn: fc.boolean(),
  }),
  { maxLength: 30 },
);

function after(
  all: readonly { estimate: number; n: number; se: number; pastBurnIn: boolean }[],
  by = tuning,
): EProcess[] {
  const states: EProcess[] = [NO_EVIDENCE];
  all.forEach(({ estimate, n, se, pastBurnIn }, index) => {
    const effect = seen(estimate, n, se);
    states.push(look(states.at(-1) ?? NO_EVIDENCE, { effect, pastBurnIn, position: String(index) }, by));
  });
  return states;
}

describe('an e-process', () => {
  it('fixes ρ at its first look past burn-in, from the variance per subject then', () => {
    const early = look(NO_EVIDENCE, { effect: seen(0.5, 400), pastBurnIn: false, position: '1' }, tuning);
    expect(early).toEqual(NO_EVIDENCE);
    const first = look(early, { effect: seen(0.1, 400), pastBurnIn: true, position: '2' }, tuning);
    // The clock is n² · 1/n = 400 after 400 subjects, so it will be 2,000 after 2,000.
    expect(first.rho).toBeCloseTo(mixtureRho(2_000, 0.05, 'one_sided'), 9);
    const later = look(first, { effect: seen(0.2, 900, 5), pastBurnIn: true, position: '3' }, tuning);
    expect(later.rho).toBe(first.rho);
  });

  it('remembers its greatest evidence, and where it was seen', () => {
    const first = look(NO_EVIDENCE, { effect: seen(0.2, 400), pastBurnIn: true, position: '7' }, tuning);
    expect(first).toMatchObject({ maxV: 400, position: '7' });
    expect(first.maxLogE).toBeCloseTo(oneSidedLogE(4, 400 / (first.rho ?? NaN)), 12);
    const calmer = look(first, { effect: seen(0.1, 900), pastBurnIn: true, position: '8' }, tuning);
    expect(oneSidedLogE(3, 900 / (first.rho ?? NaN))).toBeGreaterThan(0);
    expect(calmer).toEqual({ ...first, maxV: 900 });
    expect(raised(calmer, 0.05)).toBe(true);
  });

  it('takes no look while its clock stands at or before its greatest', () => {
    const first = look(NO_EVIDENCE, { effect: seen(0, 900), pastBurnIn: true, position: '1' }, tuning);
    for (const n of [900, 500]) {
      expect(look(first, { effect: seen(9, n), pastBurnIn: true, position: '2' }, tuning)).toBe(first);
    }
  });

  it('never loses evidence, is none the wiser by the same look again, and survives as JSON', () => {
    fc.assert(
      fc.property(looks, fc.constantFrom<Tuning['sides']>('one_sided', 'two_sided'), (all, sides) => {
        const states = after(all, { ...tuning, sides });
        states.slice(1).forEach((state, index) => {
          const before = states[index] ?? NO_EVIDENCE;
          expect(state.maxLogE).toBeGreaterThanOrEqual(before.maxLogE);
          expect(state.maxV).toBeGreaterThanOrEqual(before.maxV);
          if (before.rho !== null) expect(state.rho).toBe(before.rho);
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        });
        const [last, look1] = [states.at(-1) ?? NO_EVIDENCE, all.at(-1)];
        if (look1?.pastBurnIn) {
          const again = { effect: seen(look1.estimate, look1.n, look1.se), pastBurnIn: true, position: 'again' };
          expect(look(last, again, { ...tuning, sides })).toBe(last);
        }
      }),
    );
  });

  it('goes on from a stored state as if it had never stopped', () => {
    fc.assert(
      fc.property(looks, looks, (one, other) => {
        const whole = after([...one, ...other]).at(-1);
        let state = JSON.parse(JSON.stringify(after(one).at(-1))) as EProcess;
        other.forEach(({ estimate, n, se, pastBurnIn }, index) => {
          const position = String(one.length + index);
          state = look(state, { effect: seen(estimate, n, se), pastBurnIn, position }, tuning);
        });
        expect(state).toEqual(whole);
      }),
    );
  });

  it('may be two-sided', () => {
    const state = look(
      NO_EVIDENCE,
      { effect: seen(-0.2, 400), pastBurnIn: true, position: '1' },
      { ...tuning, sides: 'two_sided' },
    );
    expect(state.maxLogE).toBeCloseTo(twoSidedLogE(4, sumClock(seen(0, 400)) / (state.rho ?? NaN)), 12);
    expect(state.rho).toBeCloseTo(mixtureRho(2_000, 0.05, 'two_sided'), 9);
  });

  it('raises its alarm at K / alpha', () => {
    const state = { ...NO_EVIDENCE, maxLogE: Math.log(100) };
    expect([1, 5, 6].map((comparisons) => raised(state, 0.05, comparisons))).toEqual([true, true, false]);
  });
});

describe('burn-in', () => {
  it.each([
    ['too few subjects in an arm', 99, 50, 10_000, 5_000, 'bounded', false],
    ['enough of both', 100, 100, 100, 100, 'unbounded', true],
    ['19 conversions in the smaller arm', 1_000, 19, 1_000, 19, 'bounded', false],
    ['20 conversions in the smaller arm', 1_000, 20, 1_000, 20, 'bounded', true],
    ['an arm without failure, if the other has 40', 1_000, 0, 1_000, 40, 'bounded', true],
    ['a canary of 10%, whose share of 150 is 15', 9_000, 135, 1_000, 15, 'bounded', false],
    ['20 non-zero where values have heavy tails', 1_000, 20, 1_000, 20, 'unbounded', false],
    ['nobody', 0, 0, 0, 0, 'bounded', false],
  ] as const)('of %s', (_, an, a, bn, b, kind, expected) => {
    expect(pastBurnIn({ n: an, nonZero: a }, { n: bn, nonZero: b }, kind)).toBe(expected);
  });
});
