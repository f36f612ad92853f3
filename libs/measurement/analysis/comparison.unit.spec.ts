import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttachedMetric } from '../../experiments/index.js';
import type { Metric, MetricKind, MetricRule } from '../../metrics/index.js';
import { NO_EVIDENCE } from '../../statistics/index.js';
import type { ComparisonEvidence } from '../aggregation/evidence.js';
import { comparedBy, type Compared } from './comparison.js';
import { METHODS, type Estimated, type Method } from './inference.js';
import { MetricMoments, NO_MOMENTS, type MetricRow } from './metric-rows.js';
import type { Question } from './question.js';

const attached: AttachedMetric = { metric: 'm', role: 'secondary', margin: null };
const metricOf = (kind: MetricKind, more: Partial<Metric> = {}): Metric => {
  const rule = (
    kind === 'ratio' ? { kind, numeratorEvent: 'a', denominatorEvent: 'b' } : { kind, event: 'a', property: 'p' }
  ) as MetricRule;
  return { key: 'm', name: 'M', version: 1, direction: 'higher_is_better', rule, ...more };
};
const progress = {
  subjects: 400,
  days: 1,
  rate: { perDay: 400 },
  planned: { subjects: 1_000, days: null },
  reached: false,
  daysLeft: 1.5,
};
const asking = (method: Method, more: Partial<Question> = {}): Question => ({
  ...{
    method,
    control: { key: 'control', weight: 50 },
    treatments: [{ key: 'treatment', weight: 50 }],
    alpha: 0.05,
    z: 3.5,
    plannedMde: 0.05,
  },
  ...{ progress, part: 'whole' },
  ...more,
});
const evidence = (rho: number | null): ComparisonEvidence => ({
  effect: { ...NO_EVIDENCE, rho },
  isLate: false,
  margin: null,
});

/** The sums of these subjects' values; the denominator of each is 1. */
const rowOf = (variant: string, values: readonly number[], phase = 1): MetricRow => {
  const [sx, sxx] = [values.reduce((sum, x) => sum + x, 0), values.reduce((sum, x) => sum + x * x, 0)];
  const n = values.length;
  const nonZero = values.filter((x) => x !== 0).length;
  return { metric: 'm', variant, phase, sums: [n, 0, nonZero, sx, n, sxx, sx, n] };
};
const compared = (
  rows: readonly MetricRow[],
  question: Question,
  rho: number | null = 1,
  metric = metricOf('sum'),
  covariates: readonly MetricRow[] = [],
): Compared => {
  const of = { moments: new MetricMoments(rows), covariates, atEnd: null };
  const [found] = comparedBy(attached, metric, of, () => evidence(rho), question);
  if (!found) throw new Error('no comparison');
  return found;
};
const times = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

/** Every number below, at any depth. */
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('a comparison', () => {
  const values = fc.array(
    fc.oneof(fc.constant(0), fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
    {
      maxLength: 30,
    },
  );

  it('is never NaN or infinite, and its intervals hold its effects, for any data and method', () => {
    fc.assert(
      fc.property(
        ...[values, values, values, values],
        fc.constantFrom(...METHODS),
        fc.option(fc.double({ min: 1e-6, max: 1e12, noNaN: true })),
        fc.constantFrom('sum' as const, 'ratio' as const, 'mean' as const),
        (a, b, later, laterB, method, rho, kind) => {
          const rows = [
            rowOf('control', a),
            rowOf('treatment', b),
            rowOf('control', later, 2),
            rowOf('treatment', laterB, 2),
          ];
          const found = compared(rows, asking(method), rho, metricOf(kind));
          expect(numbersIn(found).every(Number.isFinite)).toBe(true);
          for (const { effect, lower, upper } of [found.absolute, found.relative] satisfies Estimated[]) {
            if (effect === null || lower === null || upper === null) continue;
            expect(lower).toBeLessThanOrEqual(effect);
            expect(upper).toBeGreaterThanOrEqual(effect);
          }
          if (found.p !== null) expect(found.p >= 0 && found.p <= 1).toBe(true);
          expect(found.state === 'ok' || found.reason !== undefined).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('compares within phases and never pools their raw means', () => {
    // Treatment is better by 1 and by 2; pooled it would look worse, because more of it came in the poor phase.
    const [poor, rich] = [times(90, 1).concat(times(10, 3)), times(90, 9).concat(times(10, 11))];
    const more = (list: readonly number[], by = 1): number[] => list.map((x) => x + by);
    const rows = [
      ...[rowOf('control', poor.slice(80)), rowOf('treatment', more(poor).concat(more(poor)))],
      ...[rowOf('control', rich.concat(rich, rich), 2), rowOf('treatment', more(rich.slice(80), 2), 2)],
    ];
    const pooled = (variant: string): number => {
      const own = rows.filter((row) => row.variant === variant);
      return (
        own.reduce((sum, { sums }) => sum + Number(sums[3]), 0) /
        own.reduce((sum, { sums }) => sum + Number(sums[0]), 0)
      );
    };
    expect(pooled('treatment')).toBeLessThan(pooled('control'));
    const { absolute, value } = compared(rows, asking('fixed'));
    expect(absolute.effect).toBeGreaterThan(0);
    expect((value.treatment ?? 0) - (value.control ?? 0)).toBeCloseTo(absolute.effect ?? 0, 9);
  });

  it('has no always-valid interval before burn-in, and one as the mixture says after it', () => {
    const rows = [
      rowOf('control', [...times(100, 1), ...times(100, 3)]),
      rowOf('treatment', [...times(100, 2), ...times(100, 4)]),
    ];
    expect(compared(rows, asking('sequential'), null)).toMatchObject({
      ...{ state: 'ok', reason: 'burn_in', p: null, protectedAgainstPeeking: true },
      absolute: { effect: 1, lower: null, upper: null },
    });
    const always = compared(rows, asking('sequential'), 80);
    const once = compared(rows, asking('fixed'));
    const width = ({ lower, upper }: Estimated): number => (upper ?? 0) - (lower ?? 0);
    expect(width(always.absolute)).toBeGreaterThan(width(once.absolute));
    // r = (400·0.1)²/80 (se² = 2·(200/199)/200), z = √((r+1)/r·(ln(1+r) − 2 ln 0.05)).
    const r = (400 ** 2 * (2 * (200 / 199))) / 200 / 80;
    const z = Math.sqrt(((r + 1) / r) * (Math.log1p(r) - 2 * Math.log(0.05)));
    expect(width(always.absolute)).toBeCloseTo(2 * z * (always.absolute.se ?? 0), 9);
    // Fieller: the shares u at which (m_b − (1 + u)·m_a) is z standard errors away; here m_a = 2 and m_b − m_a = 1.
    const se2 = 200 / 199 / 200;
    for (const bound of [always.relative.lower ?? 0, always.relative.upper ?? 0]) {
      expect(Math.abs(1 - 2 * bound)).toBeCloseTo(z * Math.sqrt(se2 * (1 + (1 + bound) ** 2)), 9);
    }
    expect(once.protectedAgainstPeeking).toBe(false);
  });

  it('asks burn-in of a part of the experiment by itself, though the whole has passed it', () => {
    const few = [rowOf('control', [1, 2, 3, 4]), rowOf('treatment', [2, 3, 4, 6])];
    expect(compared(few, asking('sequential', { part: 'whole' }), 1).reason).toBeUndefined();
    expect(compared(few, asking('sequential', { part: 'phase' }), 1).reason).toBe('burn_in');
    expect(compared(few, asking('sequential', { part: 'slice' }), 1).reason).toBe('burn_in');
  });

  it('turns chance and risk round where less is better', () => {
    const rows = [rowOf('control', [5, 6, 7, 8, 5, 6]), rowOf('treatment', [1, 2, 3, 2, 1, 2])];
    const higher = compared(rows, asking('bayesian'));
    const lower = compared(rows, asking('bayesian'), 1, metricOf('sum', { direction: 'lower_is_better' }));
    expect(higher.chanceToWin).toBeLessThan(0.01);
    expect(lower.chanceToWin).toBeGreaterThan(0.99);
    expect(lower.risk?.treatment).toBe(higher.risk?.control);
    expect(lower).toMatchObject({ p: null, protectedAgainstPeeking: false });
  });

  it('says by CUPED what the history explains, also where values lie far from 0', () => {
    const [before, after] = [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 3, 2, 5, 4, 7, 6, 9],
    ];
    const shifted = (values: readonly number[], by: number): number[] => values.map((x) => x + by);
    const arm = (variant: string, x: readonly number[], p: readonly number[]): [MetricRow, MetricRow] => {
      const products = x.reduce((sum, each, i) => sum + each * (p[i] ?? 0), 0);
      const [sp, spp] = [p.reduce((sum, each) => sum + each, 0), p.reduce((sum, each) => sum + each * each, 0)];
      return [
        rowOf(variant, x),
        { metric: 'm', variant, phase: 1, sums: [x.length, sp, 0, spp, 0, 0, products, 0, 0, 0] },
      ];
    };
    const metric = metricOf('sum', { varianceReduction: { days: 7 } });
    const savedAt = (offset: number): Compared => {
      const arms = [
        arm('control', shifted(after, offset), before),
        arm('treatment', shifted(after, offset + 1), before),
      ];
      return compared(
        arms.map(([row]) => row),
        asking('fixed'),
        1,
        metric,
        arms.map(([, row]) => row),
      );
    };
    const near = savedAt(0);
    expect(near.cuped?.varianceSaved).toBeGreaterThan(0.7);
    expect(near.cuped?.coverage).toBe(1);
    expect(near.cuped?.absolute.effect).toBeCloseTo(1, 9);
    expect(savedAt(1e5).cuped?.varianceSaved).toBeCloseTo(near.cuped?.varianceSaved ?? 0, 6);
  });

  it('is not computable for a quantile, and for a metric without a definition', () => {
    const of = { moments: NO_MOMENTS, covariates: [], atEnd: null };
    const metric = metricOf('quantile');
    expect(comparedBy(attached, metric, of, () => undefined, asking('sequential'))).toMatchObject([
      { state: 'not_computable', reason: 'quantile', mdeReason: 'quantile', p: null },
    ]);
    expect(comparedBy(attached, undefined, of, () => undefined, asking('sequential'))).toMatchObject([
      { state: 'not_computable', reason: 'not_defined', mdeReason: 'not_defined' },
    ]);
  });

  it('says what is still needed for the planned effect', () => {
    const rows = [
      rowOf('control', [...times(100, 9), ...times(100, 11)]),
      rowOf('treatment', [...times(100, 9), ...times(100, 11)]),
    ];
    const large = compared(rows, asking('fixed', { plannedMde: 0.5 }));
    expect(large).toMatchObject({ subjectsNeeded: 0, daysLeft: 0 });
    const small = compared(rows, asking('fixed', { plannedMde: 0.001 }));
    expect(small.subjectsNeeded).toBeGreaterThan(10_000);
    expect(small.daysLeft).toBeCloseTo((small.subjectsNeeded ?? 0) / 400, 0);
    expect(large.mde).toBeGreaterThan(0.001);
    expect(compared(rows, asking('fixed', { plannedMde: null }))).toMatchObject({
      ...{ subjectsNeeded: null, daysLeft: null, daysLeftReason: 'no_plan' },
    });
    for (const { mdeReason, daysLeftReason } of [large, small]) {
      expect([mdeReason, daysLeftReason]).toEqual([undefined, undefined]);
    }
  });

  it('says why it knows no days: no hour has passed, nobody came, or nothing can be compared', () => {
    const rows = [rowOf('control', [9, 11, 9, 11]), rowOf('treatment', [9, 11, 9, 11])];
    const known = asking('fixed', { plannedMde: 0.001 });
    for (const perDayReason of ['too_early', 'nobody_came'] as const) {
      const question = { ...known, progress: { ...known.progress, rate: { perDay: null, perDayReason } } };
      const found = compared(rows, question);
      expect(found).toMatchObject({ daysLeft: null, daysLeftReason: perDayReason });
      expect(found.subjectsNeeded).toBeGreaterThan(0);
      // All subjects are there, so the rate does not matter.
      expect(compared(rows, { ...question, plannedMde: 100 })).toMatchObject({ subjectsNeeded: 0, daysLeft: 0 });
    }
    expect(compared([rowOf('control', [1])], known)).toMatchObject({
      ...{ daysLeft: null, daysLeftReason: 'not_computable' },
    });
  });

  it.each([
    ['no subjects', [], [], 'no_subjects'],
    ['one subject', [1], [1], 'one_subject'],
    ['values that do not vary', [1, 1], [1, 1], 'no_variance'],
    ['a control of 0', [-1, 1], [1, 2], 'control_mean_zero'],
    ['too few subjects for any effect', [1, 100], [1, 90], 'too_few_subjects'],
  ] as const)('says why no effect is the smallest that is found: %s', (_, control, treatment, mdeReason) => {
    const found = compared([rowOf('control', control), rowOf('treatment', treatment)], asking('fixed'));
    expect(found).toMatchObject({ mde: null, mdeReason });
  });
});
