import { setTimeout as sleep } from 'node:timers/promises';
import { UnknownOutcomeError, EventStoreUnavailableError } from './errors.js';
import type { Appended, EventStore, Expected, NewEvent } from './event-store.js';
import { within } from './patience.js';

const FIRST_PAUSE_MS = 20;
// An election takes about a second; the next attempt must not wait as long once more.
const LONGEST_PAUSE_MS = 250;

/**
 * Appends and, while the outcome is unknown or the store away, retries with the same ids and expectation for
 * `timeoutMs`. An attempt takes about a second at most, so several find place in that. Safe although an earlier attempt
 * may land late, because appends are idempotent by id at an exact expectation; so 'any' is not taken.
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
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(longest * 2, LONGEST_PAUSE_MS)) {
    const pause = longest * (0.5 + Math.random() / 2);
    try {
      const appending = store.append(stream, events, { expected: options.expected });
      return await within(appending, deadline - performance.now(), timeUp);
    } catch (error) {
      const transient = error instanceof UnknownOutcomeError || error instanceof EventStoreUnavailableError;
      if (!transient || performance.now() + pause > deadline) throw error;
      await sleep(pause);
    }
  }
}
