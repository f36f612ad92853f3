import { armOver, type ArmThen } from '../aggregation/crossing.js';
import {
  compareStrata,
  isComputable,
  relativeMde,
  subjectsForEffect,
  type Effect,
  type Pair,
} from '../../statistics/index.js';
import type { Question } from './question.js';
import { daysFor } from './progress.js';

/** What the data can find now, and what they still need for the planned effect. */
export interface StillNeeded {
  /** The smallest relative effect that is found with the planned power. */
  readonly mde: number | null;
  /** Further subjects of all arms together; null without a plan. */
  readonly subjectsNeeded: number | null;
  readonly daysLeft: number | null;
}

/** If subjects vary and split as those so far. */
export function powerOf(strata: readonly Pair[], { z, plannedMde, progress }: Question): StillNeeded {
  const absolute = compareStrata(strata, 'absolute');
  if (!isComputable(absolute)) return { mde: null, subjectsNeeded: null, daysLeft: null };
  const [control, treatment] = [armOver(strata, 'a'), armOver(strata, 'b')];
  const wanted = plannedMde === null ? 0 : plannedMde * Math.abs(control.value);
  const subjectsNeeded = wanted === 0 ? null : neededFor(absolute, wanted, z, progress.subjects);
  const daysLeft = subjectsNeeded === null ? null : daysFor(subjectsNeeded, progress.perDay);
  return { mde: mdeOf(absolute, control, treatment, z), subjectsNeeded, daysLeft };
}

function mdeOf(absolute: Effect, control: ArmThen, treatment: ArmThen, z: number): number | null {
  const [controlSubjects, treatmentSubjects] = [control.subjects, treatment.subjects];
  // The variance that both arms would have, had they the standard error of the effect over strata.
  const variance = absolute.se ** 2 / (1 / controlSubjects + 1 / treatmentSubjects);
  const mde = relativeMde({ mean: control.value, variance, controlSubjects, treatmentSubjects }, z);
  return mde === 'unreachable' || !Number.isFinite(mde) ? null : mde;
}

/**
 * As many times the subjects of all arms as the two compared arms need of theirs. As in planning, the standard error is
 * that without an effect: the relative one would grow with the effect that was seen.
 */
function neededFor(absolute: Effect, wanted: number, z: number, subjects: number): number | null {
  const all = Math.max(subjects, absolute.n);
  const needed = Math.ceil((subjectsForEffect(absolute, wanted, z) / absolute.n) * all) - all;
  return Number.isSafeInteger(needed) ? Math.max(0, needed) : null;
}
