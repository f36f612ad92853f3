import { describe, expect, it } from '@jest/globals';
import type { PhaseArm, PhasePair } from '../../libs/measurement/aggregation/compared-sums.js';
import { lookAt, NOTHING_SEEN, type ExperimentEvidence } from '../../libs/measurement/aggregation/evidence.js';
import type { ExperimentSums, SumRow } from '../../libs/measurement/aggregation/sums-book.js';
import { enrolBatch, lookAll, watchedIn } from './at-once.js';
import { type ModelName, MODELS } from './models.js';
import { Scene } from './over-time.js';
import { Stream } from './stream.js';
import { comparisonsOf, type Trial } from './trial.js';

/** The same up to the rounding of numbers, where the product takes decimals. */
function near(one: unknown, other: unknown): void {
  const rounded = (value: unknown): string =>
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(9)) : each));
  expect(rounded(one)).toBe(rounded(other));
}

const book = (rows: readonly SumRow[]): ReadonlyMap<string, SumRow> =>
  new Map(rows.map((row) => [row.key.join(' '), row]));

const valuesOf = ({ sums: { sx, sy, sxx, sxy, syy } }: PhaseArm): SumRow['values'] => [sx, sy, sxx, sxy, syy];

const base: Trial = {
  title: 'the simulated path',
  metrics: Object.keys(MODELS).filter((name): name is ModelName => name !== 'cuped'),
  weights: [50, 35, 15],
  share: 0.1,
  batches: 40,
  plannedSubjects: 2_000,
  course: 'at_once',
  runs: 1,
};

const NO_CLIENTS = { clientRunMoments: new Map(), clientExposures: new Map() };

describe('a simulated experiment', () => {
  it('has the evidence that the product’s look has on the same sums', () => {
    const watched = watchedIn(base);
    const stream = new Stream(3);
    let evidence: ExperimentEvidence = NOTHING_SEEN;
    for (let batch = 1; batch <= base.batches; batch += 1) {
      enrolBatch(watched, base.weights, stream);
      for (const metric of watched) lookAll(metric, batch);
      const rows = watched.flatMap(({ model, arms }, index) =>
        arms.flatMap((sums, arm): SumRow[] => {
          const phaseArm = sums.armFor(model, null);
          const key = [base.metrics[index] ?? '', arm === 0 ? 'control' : `treatment_${arm}`, 1];
          return phaseArm ? [{ key, values: [phaseArm.n, 0, phaseArm.nonZero, ...valuesOf(phaseArm)] }] : [];
        }),
      );
      const sums: ExperimentSums = { moments: book(rows), runMoments: new Map(), exposures: new Map(), ...NO_CLIENTS };
      evidence = lookAt(evidence, { comparisons: comparisonsOf(base), run: 1, sums, position: String(batch) });
    }
    watched.forEach(({ watches }, index) =>
      watches.forEach((watch, treatment) => {
        expect(watch.opened || watch.evidence.margin?.test !== null).toBe(true);
        near(watch.evidence, evidence.metrics[base.metrics[index] ?? '']?.[`treatment_${treatment + 1}`]);
      }),
    );
  });

  it.each(['spending', 'visits', 'crashes'] as const)('has that of a second run after a pause, by %s', (name) => {
    const trial: Trial = { ...base, metrics: [name], weights: [60, 40], course: 'resumed' };
    const { metrics, ...rest } = comparisonsOf(trial);
    const comparisons = { ...rest, metrics: [], guardrails: metrics };
    const scene = new Scene(trial, new Stream(4));
    let evidence: ExperimentEvidence = NOTHING_SEEN;
    for (let batch = 1; batch <= 40; batch += 1) {
      if (batch === 21) scene.resume();
      scene.enrolBatch();
      for (let event = 0; event < 300; event += 1) scene.takeEvent();
      scene.look(String(batch));
      const run = batch > 20 ? 2 : 1;
      const sums = { moments: new Map(), ...runRows(scene.runPairs(), run, name), ...NO_CLIENTS };
      evidence = lookAt(evidence, { comparisons, run, sums, position: String(batch) });
    }
    expect(scene.run.evidence.margin?.violated.maxV).toBeGreaterThan(0);
    near(scene.run.evidence, { ...evidence.guardrails[name]?.['treatment_1'], isLate: false });
  });

  it('is the same for the same seed', () => {
    const spent = (): number[] => {
      const stream = new Stream(8);
      return Array.from({ length: 5 }, () => stream.normal());
    };
    expect(spent()).toEqual(spent());
  });
});

function runRows(
  pairs: readonly PhasePair[],
  run: number,
  name: string,
): Pick<ExperimentSums, 'runMoments' | 'exposures'> {
  const arms = pairs.flatMap(({ phase, a, b }) => [
    { variant: 'control', phase, arm: a },
    { variant: 'treatment_1', phase, arm: b },
  ]);
  const rows = (of: (variant: string, phase: number, arm: PhaseArm) => SumRow): ReadonlyMap<string, SumRow> =>
    book(arms.flatMap(({ variant, phase, arm }) => (arm ? [of(variant, phase, arm)] : [])));
  return {
    exposures: rows((variant, phase, { n }) => ({ key: [variant, phase], values: [n] })),
    runMoments: rows((variant, phase, arm) => ({
      key: [run, name, variant, phase],
      values: [0, arm.nonZero, ...valuesOf(arm)],
    })),
  };
}
