import { setTimeout as sleep } from 'node:timers/promises';
import { UnknownOutcomeError, EventStoreUnavailableError } from './errors.js';
import type { Appended, EventStore, Expected, NewEvent } from './event-store.js';
import { within } from './patience.js';

// If the leader died, a new one is elected within this time. A node that is only slow gets longer at the next attempt.
const FIRST_PATIENCE_MS = 1_000;
const FIRST_PAUSE_MS = 20;
// An election takes about a second; the pause must not double that time.
const LONGEST_PAUSE_MS = 250;

/**
 * Appends. While the outcome is unknown or the store unavailable, it retries with the same ids and expectation for
 * `timeoutMs`. The first attempts take about a second at most, which leaves time for several. An earlier attempt may
 * still be written late. That is safe, because appends with an exact expectation are idempotent by id; so 'any' is not
 * allowed.
 * @throws the last error after `timeoutMs`, and a conflict at once
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
