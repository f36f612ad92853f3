import { describe, expect, it } from '@jest/globals';
import type { PhaseArm, PhasePair } from './compared-sums.js';
import type { ComparedMetric, Comparisons } from './comparisons.js';
import type { GuardrailSources } from '../../experiments/index.js';
import { type ComparisonEvidence, declared, lookAt, lookAtPairs, NOTHING_SEEN } from './evidence.js';
import type { ExperimentSums, SumRow } from './sums-book.js';

const rule = { kind: 'conversion', event: 'crash' } as const;
const crashes: ComparedMetric = {
  key: 'crashes',
  metric: { key: 'crashes', name: 'Crashes', version: 1, direction: 'lower_is_better', rule },
  margin: 0.1,
  sources: 'server',
};
const treatment = { key: 'treatment', weight: 50 };
const comparisons: Comparisons = {
  control: { key: 'control', weight: 50 },
  treatments: [treatment],
  metrics: [crashes],
  guardrails: [],
  alpha: 0.05,
  plannedSubjects: 2_000,
};

const armOf = (n: number, failed: number): PhaseArm => ({
  n,
  nonZero: failed,
  sums: { n, sx: failed, sy: n, sxx: failed, sxy: failed, syy: n },
  arm: { n, mean: failed / n, variance: (failed / n) * (1 - failed / n) },
});

function seen(
  pairs: readonly PhasePair[],
  before: ComparisonEvidence = declared(undefined, crashes, 1, false),
): ComparisonEvidence {
  return lookAtPairs(before, pairs, crashes, treatment, { comparisons, position: '1' });
}

describe('the evidence on rare failures', () => {
  const first: PhasePair = { phase: 1, a: armOf(2_000, 30), b: armOf(2_000, 31) };

  it('takes no failures of control for good news while the treatment was disabled', () => {
    const alone: PhasePair = { phase: 2, a: armOf(4_000, 60), b: undefined };
    const before = seen([first]);
    expect(before.margin?.test).toBe('failures');
    expect(seen([first, alone], before).margin).toEqual(before.margin);
  });

  it('multiplies over the phases that have both arms', () => {
    const second: PhasePair = { phase: 2, a: armOf(2_000, 20), b: armOf(2_000, 60) };
    const [one, both] = [seen([first]), seen([first, second])];
    expect(both.margin?.violated.maxLogE).toBeGreaterThan((one.margin?.violated.maxLogE ?? 0) + 3);
  });
});

describe('the evidence on a mean below 0', () => {
  const refunds: ComparedMetric = {
    key: 'refunds',
    metric: {
      key: 'refunds',
      name: 'Refunds',
      version: 1,
      direction: 'higher_is_better',
      rule: { kind: 'sum', event: 'refund', property: 'amount' },
    },
    margin: 0.1,
    sources: 'server',
  };
  const arm = (mean: number): PhaseArm => ({
    n: 5_000,
    nonZero: 5_000,
    sums: { n: 5_000, sx: 0, sy: 0, sxx: 0, sxy: 0, syy: 0 },
    arm: { n: 5_000, mean, variance: 400 },
  });
  const judged = (control: number, other: number): ComparisonEvidence =>
    lookAtPairs(
      declared(undefined, refunds, 1, false),
      [{ phase: 1, a: arm(control), b: arm(other) }],
      refunds,
      treatment,
      {
        comparisons,
        position: '1',
      },
    );

  it.each([
    ['is better', -49, false],
    ['is as good', -50, false],
    ['is worse by less than the margin', -53, false],
    ['is worse by more than the margin', -58, true],
  ])('allows a treatment that %s', (_, mean, isViolated) => {
    const { margin } = judged(-50, mean);
    expect(margin?.crossed !== null).toBe(isViolated);
    if (!isViolated) expect(margin?.safe.maxLogE).toBeGreaterThan(3);
  });

  it('is that of the mirrored mean above 0', () => {
    expect(judged(50, 58).margin?.safe.maxLogE).toBeGreaterThan(3);
    expect(judged(50, 42).margin?.crossed).not.toBeNull();
  });
});

describe('the evidence of a guardrail', () => {
  const arm = (variant: string, n: number, failed: number): { exposed: SumRow; run: SumRow } => ({
    exposed: { key: [variant, 1], values: [n] },
    run: { key: [1, 'crashes', variant, 1], values: [0, failed, failed, 0, failed, 0, 0] },
  });
  const rowsOf = (arms: readonly ReturnType<typeof arm>[], of: 'exposed' | 'run') =>
    new Map(arms.map((each) => [each[of].key.join(' '), each[of]]));
  const sumsOf = (all: readonly ReturnType<typeof arm>[], clients: readonly ReturnType<typeof arm>[]) => ({
    moments: new Map(),
    runMoments: rowsOf(all, 'run'),
    exposures: rowsOf(all, 'exposed'),
    clientRunMoments: rowsOf(clients, 'run'),
    clientExposures: rowsOf(clients, 'exposed'),
  });
  const judged = (sources: GuardrailSources, sums: ExperimentSums) => {
    const guarded = { ...comparisons, metrics: [], guardrails: [{ ...crashes, sources }] };
    return lookAt(NOTHING_SEEN, { comparisons: guarded, run: 1, sums, position: '1' }).guardrails['crashes'];
  };
  const ofServers = [arm('control', 2_000, 300), arm('treatment', 2_000, 310)];
  const ofClients = [arm('treatment', 500, 490)];
  const together = [arm('control', 2_000, 300), arm('treatment', 2_500, 800)];

  it('has nothing of what clients sent, unless it says that it takes all', () => {
    const sums = sumsOf(together, ofClients);
    expect(judged('server', sums)).toEqual(judged('server', sumsOf(ofServers, [])));
    expect(judged('all', sums)).toEqual(judged('all', sumsOf(together, [])));
    expect(judged('all', sums)).not.toEqual(judged('server', sums));
  });
});
