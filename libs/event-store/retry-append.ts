import { setTimeout as sleep } from 'node:timers/promises';
import { UnknownOutcomeError, EventStoreUnavailableError } from './errors.js';
import type { Appended, EventStore, Expected, NewEvent } from './event-store.js';

/**
 * Appends and, while the outcome is unknown or the store away, retries with the same ids and expectation until the
 * deadline. Safe because appends are idempotent by id at an exact expectation; so 'any' is not taken.
 * @throws the last error when the deadline has passed, and any conflict at once
 */
export async function appendWithRetry(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  options: { readonly expected: Exclude<Expected, 'any' | 'stream_exists'>; readonly timeoutMs: number },
): Promise<Appended> {
  const deadline = performance.now() + options.timeoutMs;
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    try {
      return await store.append(stream, events, { expected: options.expected });
    } catch (error) {
      const transient = error instanceof UnknownOutcomeError || error instanceof EventStoreUnavailableError;
      if (!transient || performance.now() + pause > deadline) throw error;
      await sleep(pause);
    }
  }
}
