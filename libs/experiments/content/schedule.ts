import { invalid } from '../../primitives/refusal.js';
import type { Schedule } from './content.events.js';

export interface ScheduleDraft {
  readonly startAt?: string | null | undefined;
  readonly stopAt?: string | null | undefined;
}

/**
 * The schedule as stored; null if it has neither start nor stop. A time that stays as it was `before` may have passed.
 * @throws Refusal `stop_before_start`, `start_in_past`, `stop_in_past`
 */
export function scheduleOf(
  draft: ScheduleDraft | null | undefined,
  before: Schedule | null,
  now: string,
): Schedule | null {
  const { startAt = null, stopAt = null } = draft ?? {};
  if (startAt !== null && stopAt !== null && stopAt <= startAt) {
    throw invalid('stop_before_start', 'the stop must be later than the start', '/schedule/stopAt');
  }
  if (startAt !== null && startAt < now && startAt !== before?.startAt) {
    throw invalid('start_in_past', 'the start must not be in the past', '/schedule/startAt');
  }
  if (stopAt !== null && stopAt <= now && stopAt !== before?.stopAt) {
    throw invalid('stop_in_past', 'the stop must be in the future', '/schedule/stopAt');
  }
  return startAt === null && stopAt === null ? null : { startAt, stopAt };
}
