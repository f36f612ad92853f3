import { type Instant } from '../api-types.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** The rough age; after a week, the date. */
export function displayAge(instant: Instant, now: number): string {
  const age = now - Date.parse(instant);
  if (age < MINUTE_MS) return 'just now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS).toString()} min ago`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS).toString()} h ago`;
  if (age < WEEK_MS) return `${Math.floor(age / DAY_MS).toString()} d ago`;
  return instant.slice(0, 10);
}

/** Date and time of day in the reader's zone. */
export function displayInstant(instant: Instant): string {
  return new Date(instant).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

/** An instant in UTC, as logs and the API write it. */
export const displayUtc = (instant: Instant): string => `${instant.slice(0, 19).replace('T', ' ')} UTC`;

/** Time of day in the reader's zone, with seconds. */
export function displayClock(instant: Instant): string {
  return new Date(instant).toLocaleTimeString('en-GB');
}

/** The label of a tick on a time axis: a longer axis has coarser labels. */
export function displayTick(time: number, spanMs: number): string {
  const date = new Date(time);
  if (spanMs > 2 * DAY_MS) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const seconds = spanMs < 10 * MINUTE_MS ? ({ second: '2-digit' } as const) : {};
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...seconds });
}

/** A guardrail's observation window in words. */
export function displayWindow(minutes: number | null): string {
  if (minutes === null) return 'since the last start';
  if (minutes % 1440 === 0) return `last ${(minutes / 1440).toString()} d`;
  if (minutes % 60 === 0) return `last ${(minutes / 60).toString()} h`;
  return `last ${minutes.toString()} min`;
}
