import type { PhasePair } from '../../libs/measurement/aggregation/compared-sums.js';
import { cupedTheta } from '../../libs/statistics/index.js';
import { ArmSums } from './arm-sums.js';
import { type Model, type ModelName, MODELS } from './models.js';
import type { Stream } from './stream.js';
import { BATCH, comparedOf, comparisonsIn, comparisonsOf, liftOf, type Trial } from './trial.js';
import { Watch } from './watch.js';

/** One metric of a run: its sums by arm, control first. */
export interface Watched {
  readonly model: Model;
  readonly lift: number;
  readonly arms: readonly ArmSums[];
  /** By treatment. */
  readonly watches: readonly Watch[];
}

/** One run of a trial whose subjects bring their values: a look after every batch. */
export function runAtOnce(trial: Trial, stream: Stream): Watch[] {
  const watched = watchedIn(trial);
  for (let batch = 1; batch <= trial.batches; batch += 1) {
    enrolBatch(watched, trial.weights, stream);
    for (const metric of watched) lookAll(metric, batch);
  }
  return watched.flatMap(({ watches }) => watches);
}

/** The metrics of a trial without any subject. */
export function watchedIn(trial: Trial): Watched[] {
  const comparisons = comparisonsOf(trial);
  return trial.metrics.flatMap((name) => {
    if (!(name in MODELS)) return [];
    const compared = comparedOf(name, trial.share);
    const lift = liftOf(name, trial);
    return {
      // The name is one of MODELS, as was asked above.
      model: MODELS[name as ModelName],
      lift,
      arms: trial.weights.map(() => new ArmSums()),
      watches: comparisons.treatments.map(
        (treatment) => new Watch(compared, treatment, comparisons, comparisonsIn(trial), lift),
      ),
    };
  });
}

const subject = new Float64Array(3);

/** 100 subjects with their values. */
export function enrolBatch(watched: readonly Watched[], weights: readonly number[], stream: Stream): void {
  for (let index = 0; index < BATCH; index += 1) {
    const arm = drawArm(weights, stream);
    for (const { model, lift, arms } of watched) {
      model.draw(stream, arm === 0 ? 0 : lift, subject);
      arms[arm]?.add(subject);
    }
  }
}

/** An arm by its weight; weights sum to 100. */
export function drawArm(weights: readonly number[], stream: Stream): number {
  let left = 100 * stream.uniform();
  for (let arm = 0; arm < weights.length - 1; arm += 1) {
    left -= weights[arm] ?? 0;
    if (left < 0) return arm;
  }
  return weights.length - 1;
}

/** A look at every treatment. */
export function lookAll({ model, arms, watches }: Watched, batch: number): void {
  const [control, ...treatments] = arms;
  if (!control) return;
  treatments.forEach((treatment, index) => {
    const corrected = model.isCorrected ? [pairOf(model, control, treatment)] : undefined;
    watches[index]?.look([plainPairOf(model, control, treatment)], String(batch), corrected);
  });
}

/** Control and treatment as a look takes them. */
function plainPairOf(model: Model, control: ArmSums, treatment: ArmSums): PhasePair {
  return { phase: 1, a: control.armFor(model, null), b: treatment.armFor(model, null) };
}

/** The same, corrected where CUPED is on. */
export function pairOf(model: Model, control: ArmSums, treatment: ArmSums): PhasePair {
  if (!model.isCorrected) return plainPairOf(model, control, treatment);
  const theta = cupedTheta([{ a: control.moments, b: treatment.moments }]);
  return { phase: 1, a: control.armFor(model, theta), b: treatment.armFor(model, theta) };
}
