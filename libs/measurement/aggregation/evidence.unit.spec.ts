import { describe, expect, it } from '@jest/globals';
import type { PhaseArm, PhasePair } from './compared-sums.js';
import type { ComparedMetric, Comparisons } from './comparisons.js';
import { type ComparisonEvidence, declared, lookAtPairs } from './evidence.js';

const rule = { kind: 'conversion', event: 'crash' } as const;
const crashes: ComparedMetric = {
  key: 'crashes',
  metric: { key: 'crashes', name: 'Crashes', version: 1, direction: 'lower_is_better', rule },
  margin: 0.1,
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
