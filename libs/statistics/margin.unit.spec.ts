import { describe, expect, it } from '@jest/globals';
import { conversionArm } from './arm.js';
import { isComputable, type Computed } from './computed.js';
import { pastBurnIn } from './e-process.js';
import {
  beyondMargin,
  lookAtMargin,
  type Margin,
  type MarginEvidence,
  marginVerdict,
  NO_MARGIN_EVIDENCE,
} from './margin.js';
import { failureLogE, failureShare, lookAtFailures, UNPLANNED_FAILURES } from './rare-failures.js';
import { Random } from './testing/random.js';

function computed<T>(result: Computed<T>): T {
  if (!isComputable(result)) throw new Error(JSON.stringify(result));
  return result;
}

const ALPHA = 0.05;
const tuning = { alpha: ALPHA, plannedSubjects: 10_000 };

/** The evidence after looks at every `every` subjects of a stream whose arms convert at the given rates. */
function watched(rates: readonly [number, number], margin: Margin, random: Random, subjects: number, every: number) {
  let evidence: MarginEvidence = NO_MARGIN_EVIDENCE;
  const [n, failed] = [
    [0, 0],
    [0, 0],
  ];
  for (let subject = 1; subject <= subjects; subject += 1) {
    const arm = random.uniform() < 0.5 ? 0 : 1;
    n[arm] = (n[arm] ?? 0) + 1;
    if (random.uniform() < rates[arm]) failed[arm] = (failed[arm] ?? 0) + 1;
    if (subject % every !== 0) continue;
    const [a, b] = [0, 1].map((index) => ({ n: n[index] ?? 0, nonZero: failed[index] ?? 0 }));
    if (!a || !b) continue;
    const beyond = beyondMargin(
      [
        {
          a: computed(conversionArm({ n: a.n, sx: a.nonZero })),
          b: computed(conversionArm({ n: b.n, sx: b.nonZero })),
        },
      ],
      margin,
    );
    if (!isComputable(beyond)) continue;
    const at = { pastBurnIn: pastBurnIn(a, b, 'bounded'), position: String(subject) };
    evidence = lookAtMargin(evidence, beyond, at, tuning);
  }
  return evidence;
}

describe('a margin', () => {
  const arm = (n: number, sx: number) => computed(conversionArm({ n, sx }));
  const strata = [{ a: arm(1_000, 100), b: arm(1_000, 110) }];

  it.each([
    ['higher', 0.02, 0.11 - 1.02 * 0.1],
    ['higher', 0.1, 0],
    ['lower', 0.02, 0.98 * 0.1 - 0.11],
  ] as const)('of a metric that gets worse %s by more than %d', (worse, share, estimate) => {
    expect(computed(beyondMargin(strata, { share, worse })).estimate).toBeCloseTo(estimate, 14);
  });

  it('has the reason where it cannot be computed', () => {
    expect(beyondMargin([], { share: 0, worse: 'lower' })).toEqual({ notComputable: 'no_subjects' });
  });

  const margin: Margin = { share: 0.1, worse: 'higher' };

  it('is found violated, safe, or is undecided', () => {
    const verdict = (rate: number): string =>
      marginVerdict(watched([0.2, rate], margin, new Random(3), 20_000, 500), ALPHA, 1);
    expect([0.26, 0.2, 0.215].map(verdict)).toEqual(['violated', 'safe', 'undecided']);
  });

  it('looks the same at a metric that gets worse lower', () => {
    const lower: Margin = { share: 0.1, worse: 'lower' };
    const verdict = (rate: number): string =>
      marginVerdict(watched([0.2, rate], lower, new Random(3), 20_000, 500), ALPHA, 1);
    expect([0.15, 0.2].map(verdict)).toEqual(['violated', 'safe']);
  });

  it('asks for more evidence with more comparisons, and holds a violation above all', () => {
    const both = {
      violated: { ...NO_MARGIN_EVIDENCE.violated, maxLogE: 4 },
      safe: { ...NO_MARGIN_EVIDENCE.safe, maxLogE: 5 },
    };
    expect([1, 3, 8].map((comparisons) => marginVerdict(both, ALPHA, comparisons))).toEqual([
      'violated',
      'safe',
      'undecided',
    ]);
  });

  it('at its very edge, looked at every 100 of 10,000 subjects, is rarely taken for violated or for safe', () => {
    const random = new Random(11);
    const streams = Array.from({ length: 200 }, () => watched([0.1, 0.11], margin, random, 10_000, 100));
    const alarms = (of: 'violated' | 'safe'): number =>
      streams.filter((evidence) => evidence[of].maxLogE >= Math.log(1 / ALPHA)).length;
    // 5% and two standard errors: 16. A fixed test looked at as often raises some 40%.
    expect(alarms('violated')).toBeLessThanOrEqual(16);
    expect(alarms('safe')).toBeLessThanOrEqual(16);
  });
});

describe('rare failures', () => {
  const failureTuning = { alpha: ALPHA, plannedFailures: UNPLANNED_FAILURES };
  const phase = (a: number, b: number, weightA = 50, weightB = 50) => ({ a, b, weightA, weightB });

  it('fall to treatment by its weight and its margin', () => {
    expect(failureShare(50, 50, 0)).toBe(0.5);
    expect(failureShare(90, 10, 0.5)).toBeCloseTo(15 / 105, 14);
  });

  it('speak against treatment if most are its own, and for it if few are', () => {
    const bad = failureLogE([phase(2, 30)], 0.1, failureTuning);
    expect(bad.violated).toBeGreaterThan(Math.log(1_000));
    expect(bad.safe).toBeLessThan(0);
    const good = failureLogE([phase(60, 20)], 0.1, failureTuning);
    expect(good.safe).toBeGreaterThan(Math.log(1_000));
    expect(good.violated).toBeLessThan(0);
  });

  it('are judged by the weights of each phase, whose e-values multiply', () => {
    // 30 of 100 would be many for a canary of 10%, and are few for an arm of 50%.
    expect(failureLogE([phase(70, 30, 90, 10)], 0, failureTuning).violated).toBeGreaterThan(5);
    expect(failureLogE([phase(70, 30)], 0, failureTuning).violated).toBeLessThan(0);
    const [one, other] = [phase(3, 9), phase(20, 8, 90, 10)];
    const [whole, first, second] = [[one, other], [one], [other]].map((all) => failureLogE(all, 0.05, failureTuning));
    expect(whole?.violated).toBeCloseTo((first?.violated ?? NaN) + (second?.violated ?? NaN), 12);
    expect(whole?.safe).toBeCloseTo((first?.safe ?? NaN) + (second?.safe ?? NaN), 12);
  });

  it('mirror each other: safe for one arm is violated for the other', () => {
    const here = failureLogE([phase(12, 5, 60, 40)], 0, failureTuning);
    const there = failureLogE([phase(5, 12, 40, 60)], 0, failureTuning);
    expect(here.safe).toBeCloseTo(there.violated, 10);
    expect(here.violated).toBeCloseTo(there.safe, 10);
  });

  it('keep their greatest evidence, by a clock of failures', () => {
    const first = lookAtFailures(NO_MARGIN_EVIDENCE, [phase(0, 20)], 0, failureTuning, { position: '1' });
    expect(marginVerdict(first, ALPHA, 1)).toBe('violated');
    expect(lookAtFailures(first, [phase(0, 20)], 0, failureTuning, { position: '2' })).toEqual(first);
    // Links can take failures back.
    const settled = lookAtFailures(NO_MARGIN_EVIDENCE, [phase(10, 10)], 0, failureTuning, { position: '1' });
    expect(lookAtFailures(settled, [phase(0, 15)], 0, failureTuning, { position: '2' })).toEqual(settled);
    const later = lookAtFailures(first, [phase(40, 20)], 0, failureTuning, { position: '3' });
    expect(later.violated).toEqual({ ...first.violated, maxV: 60 });
    expect(JSON.parse(JSON.stringify(later))).toEqual(later);
  });

  it('of a true null, looked at after each of 200 failures, raise no more alarms than alpha', () => {
    const random = new Random(17);
    const alarms = Array.from({ length: 300 }, () => {
      let evidence = NO_MARGIN_EVIDENCE;
      let [a, b] = [0, 0];
      for (let failure = 1; failure <= 200; failure += 1) {
        if (random.uniform() < failureShare(50, 50, 0.2)) b += 1;
        else a += 1;
        evidence = lookAtFailures(evidence, [phase(a, b)], 0.2, failureTuning, { position: String(failure) });
      }
      return marginVerdict(evidence, ALPHA, 1) === 'violated';
    }).filter(Boolean).length;
    expect(alarms).toBeLessThanOrEqual(22);
    expect(alarms).toBeGreaterThan(0);
  });
});
