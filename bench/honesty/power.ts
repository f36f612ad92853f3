import { strataOf } from '../../libs/measurement/aggregation/compared-sums.js';
import { fixedP, isComputable, stratifiedEffect } from '../../libs/statistics/index.js';
import { enrolBatch, lookAll, pairOf, type Watched, watchedIn } from './at-once.js';
import type { Stream } from './stream.js';
import { ALPHA, BATCH, type Trial } from './trial.js';

/** A trial with an effect, which is to be found. */
export interface PowerTrial extends Trial {
  /** The subjects at which a fixed test finds the effect in 80% of the runs. */
  readonly fixedSubjects: number;
}

export interface PowerRun {
  /** The subjects at the look that found the effect; Infinity if none did. */
  readonly stop: number;
  /** Whether a fixed test, looked at once, found it. */
  readonly fixedFound: boolean;
}

/** One run of a trial with an effect, until it is found and the fixed test was taken. */
export function runWithEffect(trial: PowerTrial, stream: Stream): PowerRun {
  const watched = watchedIn(trial);
  const fixedBatch = Math.ceil(trial.fixedSubjects / BATCH);
  let [stop, fixedFound] = [Infinity, false];
  for (let batch = 1; batch <= trial.batches && (stop === Infinity || batch <= fixedBatch); batch += 1) {
    enrolBatch(watched, trial.weights, stream);
    if (batch === fixedBatch) fixedFound = watched.some(fixedFinds);
    if (stop !== Infinity) continue;
    for (const metric of watched) lookAll(metric, batch);
    if (watched.some(({ watches }) => watches.some(({ effectFound }) => effectFound))) stop = batch * BATCH;
  }
  return { stop, fixedFound };
}

function fixedFinds({ model, arms: [control, treatment] }: Watched): boolean {
  if (!control || !treatment) return false;
  const effect = stratifiedEffect(strataOf([pairOf(model, control, treatment)]), 'absolute');
  return isComputable(effect) && fixedP(effect) <= ALPHA;
}
