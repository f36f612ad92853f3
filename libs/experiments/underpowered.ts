import { Big } from 'big.js';
import type { Content } from './content/content.events.js';

const DAY_MS = 86_400_000;

/** What is known of the subjects to come; null: not known. */
export interface Recruitment {
  /** Subjects per day of late, at full traffic. */
  readonly perDay: number | null;
  /** Subjects that a plan of days needs for its effect. */
  readonly needed: number | null;
  /** ISO 8601, UTC: from then on subjects come, unless the schedule starts later. */
  readonly now: string;
}

/**
 * Why the planned subjects cannot be had in the planned days at the recent rate; null if they can, or if it is unknown.
 * A plan of subjects has the days until its scheduled stop. Counts on as much traffic as the review allows.
 */
export function underpowered(content: Content, { perDay, needed, now }: Recruitment): string | null {
  const { planned } = content;
  if (!planned || perDay === null) return null;
  const subjects = 'subjects' in planned ? planned.subjects : needed;
  const days = 'days' in planned ? planned.days : daysUntilStop(content, now);
  if (subjects === null || days === null) return null;
  const expected = Math.floor(new Big(perDay).times(content.trafficMax).div(100).times(days).toNumber());
  if (expected >= subjects) return null;
  return `about ${expected} subjects come in ${rounded(days)} days at the recent rate, and the plan needs ${subjects}`;
}

function daysUntilStop({ schedule }: Content, now: string): number | null {
  if (!schedule?.stopAt) return null;
  const start = Math.max(Date.parse(now), Date.parse(schedule.startAt ?? now));
  return Math.max(0, Date.parse(schedule.stopAt) - start) / DAY_MS;
}

const rounded = (days: number): string => new Big(days).round(1).toFixed();
