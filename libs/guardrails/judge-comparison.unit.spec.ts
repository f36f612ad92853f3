import { describe, expect, it } from '@jest/globals';
import type { ComparisonGuardrail, Experiment } from '../experiments/index.js';
import type { ExperimentEvidence, MarginState } from '../measurement/index.js';
import type { Direction, Metric } from '../metrics/index.js';
import { judgeComparison } from './judge-comparison.js';

const NOW = new Date('2026-01-02T00:00:00Z');
const guardrail: ComparisonGuardrail = {
  kind: 'comparison',
  sources: 'server',
  key: 'g',
  metric: 'm',
  action: 'pause',
  scope: 'treatment_vs_control',
  margin: '0.1',
};
const metricOf = (direction: Direction): Metric => ({
  key: 'm',
  name: 'M',
  version: 1,
  direction,
  rule: { kind: 'sum', event: 'e', property: 'p' },
});
const experiment = {
  id: 'e',
  environment: 'production',
  status: 'running',
  runs: [{ run: 2, phase: 1, from: '2026-01-01T00:00:00.000Z', to: null }],
  disabledArms: ['off'],
  variants: ['control', 'b', 'c', 'off'].map((key) => ({ key, control: key === 'control' })),
} as unknown as Experiment;

const violatedAt = (control: number, treatment: number, logE = 5, share = 0.1): MarginState =>
  ({
    share,
    crossed: {
      ...{ position: '7', logE, effect: 0.2, interval: [0.1, 0.3] },
      control: { subjects: 100, value: control },
      treatment: { subjects: 90, value: treatment },
    },
  }) as unknown as MarginState;

const evidenceOf = (arms: Record<string, MarginState>, run = 2): ExperimentEvidence => ({
  metrics: {},
  run,
  guardrails: {
    g: Object.fromEntries(
      Object.entries(arms).map(([arm, margin]) => [
        arm,
        { margin, isLate: false } as ExperimentEvidence['guardrails'][string][string],
      ]),
    ),
  },
});

const judged = (
  evidence: ExperimentEvidence,
  direction: Direction = 'lower_is_better',
  changes: Partial<ComparisonGuardrail> = {},
) => judgeComparison(experiment, { ...guardrail, ...changes }, metricOf(direction), evidence, NOW, 'monitor');

describe('a comparison whose margin is violated', () => {
  it('is one breach, of the arm with the most evidence, which names all', () => {
    const [breach, ...others] = judged(evidenceOf({ b: violatedAt(10, 14), c: violatedAt(10, 16, 9) }));
    expect(others).toEqual([]);
    expect(breach).toMatchObject({
      run: 2,
      variant: 'c',
      value: '16',
      threshold: '11',
      denominator: '90',
      numerator: null,
    });
    expect(breach?.breached.map(({ variant }) => variant)).toEqual(['b', 'c']);
    expect(breach?.comparison).toMatchObject({ margin: '0.1', effect: 0.2, lower: 0.1, upper: 0.3, position: '7' });
    expect(breach?.comparison?.eValue).toBeCloseTo(Math.exp(9), 6);
    expect(breach?.evidence).toContain('worse than control by more than 10%: +20% (+10% to +30%)');
  });

  it('disables each arm that is not disabled yet', () => {
    const arms = { b: violatedAt(10, 14), c: violatedAt(10, 16), off: violatedAt(10, 20) };
    const breaches = judged(evidenceOf(arms), 'lower_is_better', { action: 'disable_arm' });
    expect(breaches.map(({ variant }) => variant)).toEqual(['b', 'c']);
    expect(new Set(breaches.map(({ id }) => id)).size).toBe(2);
  });

  it.each<[Direction, number, string]>([
    ['lower_is_better', 10, '11'],
    ['higher_is_better', 10, '9'],
    ['lower_is_better', -10, '-9'],
    ['higher_is_better', -10, '-11'],
  ])('has the worst value that is allowed as its threshold: %s of %d is %s', (direction, control, threshold) => {
    expect(judged(evidenceOf({ b: violatedAt(control, 0) }), direction)[0]?.threshold).toBe(threshold);
  });

  it.each([
    ['of an earlier run', evidenceOf({ b: violatedAt(10, 14) }, 1)],
    ['of another margin', evidenceOf({ b: violatedAt(10, 14, 5, 0.2) })],
    ['of none', evidenceOf({})],
  ])('is no breach by evidence %s', (_, evidence) => expect(judged(evidence)).toEqual([]));
});
