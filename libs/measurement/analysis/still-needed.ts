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
import { daysFor, RATE_UNKNOWN, type Rate } from './progress.js';
import { REASONS } from './inference.js';

/** Why no effect is the smallest that is found: the arms cannot be compared, or none is large enough. */
export const MDE_REASONS = [...REASONS, 'too_few_subjects'] as const;
export type MdeReason = (typeof MDE_REASONS)[number];

/** Why the days left are not known: the subjects needed are not, or the rate is not. */
export const DAYS_LEFT_REASONS = ['no_plan', 'not_computable', ...RATE_UNKNOWN] as const;
export type DaysLeftReason = (typeof DAYS_LEFT_REASONS)[number];

/** What the data can find now, and what they still need for the planned effect. Reasons stand beside what is null. */
export interface StillNeeded {
  /** The smallest relative effect that is found with the planned power. */
  readonly mde: number | null;
  readonly mdeReason?: MdeReason;
  /** Further subjects of all arms together; null without a plan. */
  readonly subjectsNeeded: number | null;
  readonly daysLeft: number | null;
  readonly daysLeftReason?: DaysLeftReason;
}

/** Of arms that are not compared. */
export const nothingFound = (mdeReason: MdeReason, { plannedMde }: Pick<Question, 'plannedMde'>): StillNeeded => {
  return { mde: null, mdeReason, ...daysOf(null, plannedMde, null) };
};

/** If subjects vary and split as those so far. */
export function powerOf(strata: readonly Pair[], { z, plannedMde, progress }: Question): StillNeeded {
  const absolute = compareStrata(strata, 'absolute');
  if (!isComputable(absolute)) return nothingFound(absolute.notComputable, { plannedMde });
  const [control, treatment] = [armOver(strata, 'a'), armOver(strata, 'b')];
  const wanted = plannedMde === null ? 0 : plannedMde * Math.abs(control.value);
  const subjectsNeeded = wanted === 0 ? null : neededFor(absolute, wanted, z, progress.subjects);
  return { ...mdeOf(absolute, control, treatment, z), ...daysOf(subjectsNeeded, plannedMde, progress.rate) };
}

function daysOf(
  subjectsNeeded: number | null,
  plannedMde: number | null,
  rate: Rate | null,
): Pick<StillNeeded, 'subjectsNeeded' | 'daysLeft' | 'daysLeftReason'> {
  if (plannedMde === null) return { subjectsNeeded, daysLeft: null, daysLeftReason: 'no_plan' };
  if (subjectsNeeded === null || rate === null) {
    return { subjectsNeeded, daysLeft: null, daysLeftReason: 'not_computable' };
  }
  const daysLeft = daysFor(subjectsNeeded, rate.perDay);
  if (daysLeft !== null || rate.perDay !== null) return { subjectsNeeded, daysLeft };
  return { subjectsNeeded, daysLeft, daysLeftReason: rate.perDayReason };
}

function mdeOf(
  absolute: Effect,
  control: ArmThen,
  treatment: ArmThen,
  z: number,
): Pick<StillNeeded, 'mde' | 'mdeReason'> {
  if (control.value === 0) return { mde: null, mdeReason: 'control_mean_zero' };
  const [controlSubjects, treatmentSubjects] = [control.subjects, treatment.subjects];
  // The variance that both arms would have, had they the standard error of the effect over strata.
  const variance = absolute.se ** 2 / (1 / controlSubjects + 1 / treatmentSubjects);
  const mde = relativeMde({ mean: control.value, variance, controlSubjects, treatmentSubjects }, z);
  return mde === 'unreachable' || !Number.isFinite(mde) ? { mde: null, mdeReason: 'too_few_subjects' } : { mde };
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
