import { setTimeout as sleep } from 'node:timers/promises';
import { UnknownOutcomeError, EventStoreUnavailableError } from './errors.js';
import type { Appended, EventStore, Expected, NewEvent } from './event-store.js';
import { within } from './patience.js';

// By then a new leader is elected, where the one that was asked has died. A node that is only slow gets more the next time.
const FIRST_PATIENCE_MS = 1_000;
const FIRST_PAUSE_MS = 20;
// An election takes about a second; the next attempt must not wait as long once more.
const LONGEST_PAUSE_MS = 250;

/**
 * Appends and, while the outcome is unknown or the store away, retries with the same ids and expectation for
 * `timeoutMs`. The first attempts take about a second at most, so several find place in that. Safe although an earlier
 * attempt may land late, because appends are idempotent by id at an exact expectation; so 'any' is not taken.
 * @throws the last error when the time has passed, and any conflict at once
 */
export async function appendWithRetry(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  options: { readonly expected: Exclude<Expected, 'any' | 'stream_exists'>; readonly timeoutMs: number },
): Promise<Appended> {
  const deadline = performance.now() + options.timeoutMs;
  const timeUp = (): Error => new UnknownOutcomeError(stream, new Error(`no answer within ${options.timeoutMs} ms`));
  let patienceMs = FIRST_PATIENCE_MS;
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(longest * 2, LONGEST_PAUSE_MS)) {
    const pause = longest * (0.5 + Math.random() / 2);
    const startedAt = performance.now();
    try {
      const appending = store.append(stream, events, { expected: options.expected, patienceMs });
      return await within(appending, deadline - startedAt, timeUp);
    } catch (error) {
      const transient = error instanceof UnknownOutcomeError || error instanceof EventStoreUnavailableError;
      const now = performance.now();
      if (!transient || now + pause > deadline) throw error;
      if (now - startedAt >= patienceMs) patienceMs *= 2;
      await sleep(pause);
    }
  }
}
