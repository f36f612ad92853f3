import { cupedArm, cupedTheta, effectOf, isComputable, meanArm, varianceSaved } from '../../libs/statistics/index.js';
import { ArmSums } from './arm-sums.js';
import { drawArm } from './at-once.js';
import { MODELS } from './models.js';
import type { Stream } from './stream.js';

export interface CupedRun {
  /** Variance of the corrected effect over that of the raw one. */
  readonly varianceLeft: number;
  readonly raw: number;
  readonly corrected: number;
  readonly se: number;
}

const subject = new Float64Array(3);

/** One experiment on a mean whose values have a correlation of 0.7 with those before; control's mean is 10. */
export function runCuped(subjects: number, lift: number, stream: Stream): CupedRun {
  const [a, b] = [new ArmSums(), new ArmSums()];
  for (let index = 0; index < subjects; index += 1) {
    const isControl = drawArm([50, 50], stream) === 0;
    MODELS.cuped.draw(stream, isControl ? 0 : lift, subject);
    (isControl ? a : b).add(subject);
  }
  const [ofA, ofB] = [a.moments, b.moments];
  const theta = cupedTheta([{ a: ofA, b: ofB }]);
  const raw = effectOf(meanArm(ofA), meanArm(ofB), 'absolute');
  const corrected = effectOf(cupedArm(ofA, theta), cupedArm(ofB, theta), 'absolute');
  if (!isComputable(raw) || !isComputable(corrected)) throw new RangeError('the subjects are too few');
  return {
    varianceLeft: 1 - varianceSaved(raw, corrected),
    raw: raw.estimate,
    corrected: corrected.estimate,
    se: corrected.se,
  };
}
