import type { Experiment } from '../../experiments/index.js';
import { alwaysValidFactor, zOf } from '../../statistics/index.js';
import type { Comparisons, WeightedArm } from '../aggregation/comparisons.js';
import type { Method } from './inference.js';
import type { Progress } from './progress.js';

/** What is asked of the comparisons of an experiment. */
export interface Question {
  readonly method: Method;
  readonly control: WeightedArm;
  readonly treatments: readonly WeightedArm[];
  readonly alpha: number;
  /** By how many standard errors an effect has to exceed 0, so that the method finds it with the planned power. */
  readonly z: number;
  /** Relative; null without a plan. */
  readonly plannedMde: number | null;
  readonly progress: Progress;
  /** Which part of the experiment is compared: all of it, a phase, as of an hour, or a value of a dimension. */
  readonly part: 'whole' | 'phase' | 'hour' | 'slice';
}

const POWER = 0.8;

/** The question that an experiment's plan asks; without one at level 0.05 with a power of 0.8. */
export function questionOf(
  { planned }: Pick<Experiment, 'planned'>,
  { control, treatments, alpha }: Comparisons,
  method: Method,
  part: Question['part'],
  progress: Progress,
): Question {
  return {
    ...{ method, part, progress, alpha, control, treatments },
    // Several treatments share the level, as in planning.
    z: neededZ(method, alpha / Math.max(1, treatments.length), planned ? Number(planned.power) : POWER),
    plannedMde: planned ? Number(planned.mde) : null,
  };
}

/** The always-valid test needs more subjects by a factor, and standard errors shrink with the root of subjects. */
function neededZ(method: Method, alpha: number, power: number): number {
  const z = zOf({ alpha, power, sides: 'two_sided' });
  return method === 'sequential' ? z * Math.sqrt(alwaysValidFactor(alpha, power)) : z;
}
