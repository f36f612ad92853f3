const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const FIRST_MS = 5 * SECOND;
const LONGEST_MS = 4 * HOUR;
const FACTOR = 3;
const JITTER = 0.25;

/** So long after the intent, or after it was asked to be sent again, a notification is tried. */
export const GIVE_UP_MS = 24 * HOUR;

/**
 * Milliseconds to wait after a failed attempt: 5 s, 15 s, 45 s, … up to 4 h, each longer by up to a quarter, so that
 * receivers that come back are not met by all at once. A receiver that asks for more (Retry-After) gets it, up to 24 h.
 * @param attempts made so far, at least 1 @param chance from 0 to 1 @param askedMs of Retry-After; 0 if there was none
 */
export function backoffMs(attempts: number, chance: number, askedMs = 0): number {
  const plain = Math.min(FIRST_MS * FACTOR ** Math.min(attempts - 1, 30), LONGEST_MS);
  return Math.round(Math.min(Math.max(plain * (1 + JITTER * chance), askedMs), GIVE_UP_MS));
}

/**
 * Time of the next attempt (epoch milliseconds), the last one at the end of its time; null: it is given up.
 * @param until end of its time
 */
export function nextAttempt(now: number, waitMs: number, until: number): number | null {
  return now >= until ? null : Math.min(now + waitMs, until);
}

/** Milliseconds that a Retry-After asks for, in seconds or as an HTTP date; 0 if it cannot be read. */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
