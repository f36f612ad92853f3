import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import type { ReadOptions, StoredEvent } from '../event-store.js';
import { within } from '../patience.js';
import { Attempts } from './attempts.js';
import { isStreamNotFound, NoAnswer, readFailure } from './client-errors.js';
import type { Connection } from './connection.js';
import { isJsonEvent, toStoredEvent } from './stored-events.js';

export interface StreamSource {
  readonly connection: Connection;
  readonly streamPrefix: string;
  /** How long a read is retried without an answer from a leader, in milliseconds. */
  readonly budgetMs: number;
}

/**
 * Reads one stream from the leader; a missing stream has no events. An interrupted read resumes after the last event
 * that it delivered.
 * @throws EventStoreUnavailableError if no leader answers within the budget
 */
export async function* readStream(
  source: StreamSource,
  stream: string,
  options: ReadOptions,
): AsyncGenerator<StoredEvent> {
  const attempts = new Attempts(source.budgetMs);
  let rest: ReadOptions | undefined = options;
  while (rest) {
    try {
      for await (const event of readOnce(source, stream, rest, attempts.ms)) {
        rest = after(event, rest);
        yield event;
        attempts.renew();
        if (!rest) return;
      }
      return;
    } catch (error) {
      if (isStreamNotFound(error)) return;
      await attempts.afterFailure(error).catch((last: unknown) => {
        throw readFailure(stream, last);
      });
    }
  }
}

/** The options to read on after the event; undefined if nothing is left. */
function after({ revision }: StoredEvent, options: ReadOptions): ReadOptions | undefined {
  const from = options.direction === 'backwards' ? revision - 1 : revision + 1;
  if (from < 0) return undefined;
  if (options.limit === undefined) return { ...options, from };
  return options.limit > 1 ? { ...options, from, limit: options.limit - 1 } : undefined;
}

async function* readOnce(
  { connection, streamPrefix }: StreamSource,
  stream: string,
  options: ReadOptions,
  ms: number,
): AsyncGenerator<StoredEvent> {
  if (options.limit !== undefined && options.limit <= 0) return;
  const channel = await within(connection.channel(), ms, () => new NoAnswer(ms, undefined));
  const backwards = options.direction === 'backwards';
  const from = options.from === undefined ? undefined : BigInt(options.from);
  const reading = connection.client.readStream(streamPrefix + stream, {
    direction: backwards ? BACKWARDS : FORWARDS,
    fromRevision: from ?? (backwards ? END : START),
    requiresLeader: true,
    ...(options.limit === undefined ? {} : { maxCount: options.limit }),
  });
  // Leaving the loop destroys the client's stream; without a listener, its error would end the process.
  reading.on('error', () => undefined);
  const events = reading[Symbol.asyncIterator]();
  try {
    for (;;) {
      // A read has no deadline of its own.
      const next = await within(events.next(), ms, () => new NoAnswer(ms, channel.getTarget()));
      if (next.done) return;
      const { event } = next.value;
      if (event?.position && isJsonEvent(event))
        yield toStoredEvent({ ...event, position: event.position }, streamPrefix);
    }
  } catch (error) {
    connection.failed(channel, error);
    throw error;
  } finally {
    reading.cancel().catch(() => undefined);
    reading.destroy();
  }
}
