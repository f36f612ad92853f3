import type { Direction } from '../../metrics/index.js';
import { isComputable, type Computed, type Pair } from '../../statistics/index.js';
import { inferenceOf, notInferred, type Estimated, type Reason } from './inference.js';
import { wholeTenths } from './progress.js';
import type { Question } from './question.js';

/** The fixed test, which is looked at once: as of the planned end. Before, how far it is. */
export type Fixed =
  | {
      readonly state: 'ok';
      readonly absolute: Estimated;
      readonly relative: Estimated;
      readonly p: number | null;
      readonly reason?: Reason;
    }
  | {
      readonly state: 'not_yet';
      readonly subjects: number;
      /** Null: the plan is of days, or there is none. */
      readonly planned: number | null;
      readonly days: number;
      readonly plannedDays: number | null;
    };

/** @param ended the strata as of the planned end; null before it */
export function fixedOf(ended: Computed<readonly Pair[]> | null, direction: Direction, question: Question): Fixed {
  if (ended === null) {
    const { subjects, days, planned } = question.progress;
    return {
      state: 'not_yet',
      subjects,
      planned: planned.subjects,
      days: wholeTenths(days),
      plannedDays: planned.days,
    };
  }
  const means = { method: 'fixed' as const, alpha: question.alpha, rho: null, offset: 0, direction };
  const inference = isComputable(ended) ? inferenceOf(ended, means) : notInferred(ended.notComputable);
  const { absolute, relative, p, reason } = inference;
  return { state: 'ok', absolute, relative, p, ...(reason && { reason }) };
}
