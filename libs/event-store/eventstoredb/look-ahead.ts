import { FORWARDS, type EventStoreDBClient } from '@eventstore/db-client';
import { hasReached, type Position } from '../position.js';
import { decodePosition, encodePosition } from './log-position.js';
import { isJsonEvent } from './stored-events.js';
import type { ServerStreams } from './streams.js';

const MOST_EVENTS = 64;

/** The log after the last delivered position. */
export interface Ahead {
  /** No event up to here matches, so a checkpoint can be sent. */
  readonly clearTo: Position | undefined;
  /** The next matching event, which the subscription must still deliver. */
  readonly owed: Position | undefined;
  /** True if the end of the log was reached without a matching event. */
  readonly atEnd: boolean;
}

/**
 * Reads the unfiltered log from the last delivered position, and stops at the first event that matches. This read has
 * no gaps, so it proves that the events before do not match, whatever state the subscription is in.
 * @throws the client's errors, or its AbortError once `signal` aborts
 */
export async function lookAhead(
  client: EventStoreDBClient,
  streams: ServerStreams,
  after: Position | undefined,
  signal: AbortSignal,
): Promise<Ahead> {
  const log = client.readAll({
    fromPosition: decodePosition(after),
    direction: FORWARDS,
    maxCount: MOST_EVENTS,
    requiresLeader: true,
  });
  // Giving up destroys the stream; without a listener, its error would end the process.
  log.on('error', () => undefined);
  const giveUp = (): void => void log.destroy(new Error('gave up'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    let clearTo: Position | undefined;
    let seen = 0;
    for await (const { event } of log) {
      seen += 1;
      if (!event) continue;
      const position = encodePosition(event.position);
      if (hasReached(after, position)) continue;
      if (isJsonEvent(event) && streams.matches(event.streamId)) return { clearTo, owed: position, atEnd: false };
      clearTo = position;
    }
    return { clearTo, owed: undefined, atEnd: seen < MOST_EVENTS };
  } finally {
    signal.removeEventListener('abort', giveUp);
    log.cancel().catch(() => undefined);
  }
}
