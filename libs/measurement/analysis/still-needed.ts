import { armOver } from '../aggregation/crossing.js';
import { compareStrata, isComputable, relativeMde, subjectsForEffect, type Pair } from '../../statistics/index.js';
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
  const subjectsNeeded = plannedMde === null ? null : neededFor(strata, plannedMde, z, progress.subjects);
  const daysLeft = subjectsNeeded === null ? null : daysFor(subjectsNeeded, progress.perDay);
  return { mde: mdeOf(strata, z), subjectsNeeded, daysLeft };
}

function mdeOf(strata: readonly Pair[], z: number): number | null {
  const absolute = compareStrata(strata, 'absolute');
  if (!isComputable(absolute)) return null;
  const { subjects: controlSubjects, value: mean } = armOver(strata, 'a');
  const { subjects: treatmentSubjects } = armOver(strata, 'b');
  // The variance that both arms would have, had they the standard error of the effect over strata.
  const variance = absolute.se ** 2 / (1 / controlSubjects + 1 / treatmentSubjects);
  const mde = relativeMde({ mean, variance, controlSubjects, treatmentSubjects }, z);
  return mde === 'unreachable' || !Number.isFinite(mde) ? null : mde;
}

/**
 * As many times the subjects of all arms as the two compared arms need of theirs. As in planning, the standard error is
 * that without an effect: the relative one would grow with the effect that was seen.
 */
function neededFor(strata: readonly Pair[], mde: number, z: number, subjects: number): number | null {
  const absolute = compareStrata(strata, 'absolute');
  if (!isComputable(absolute)) return null;
  const wanted = mde * Math.abs(armOver(strata, 'a').value);
  if (wanted === 0) return null;
  const all = Math.max(subjects, absolute.n);
  const needed = Math.ceil((subjectsForEffect(absolute, wanted, z) / absolute.n) * all) - all;
  return Number.isSafeInteger(needed) ? Math.max(0, needed) : null;
}
