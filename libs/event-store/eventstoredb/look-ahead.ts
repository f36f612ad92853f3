import { FORWARDS, type EventStoreDBClient } from '@eventstore/db-client';
import { hasReached, type Position } from '../position.js';
import { decodePosition, encodePosition } from './log-position.js';
import { isJsonEvent } from './stored-events.js';
import type { ServerStreams } from './streams.js';

const MOST_EVENTS = 64;

/** What lies in the log behind the last position handed out. */
export interface Ahead {
  /** Everything up to here matches nothing: a reader may be told so. */
  readonly clearTo: Position | undefined;
  /** An event that the subscription owes. */
  readonly owed: Position | undefined;
  /** The log ends there and nothing is owed. */
  readonly atEnd: boolean;
}

/**
 * Reads on in the unfiltered log from the last position handed out, and stops at the first event that matches. The log
 * read this way has no gaps, so what it passes over is proven to match nothing, whatever the subscription does.
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
  // Giving up breaks the stream from outside; without a listener its error would end the process.
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
