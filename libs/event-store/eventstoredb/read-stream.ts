import { BACKWARDS, END, FORWARDS, START, type EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreUnavailableError } from '../errors.js';
import type { ReadOptions, StoredEvent } from '../event-store.js';
import { isStreamNotFound, readFailure } from './client-errors.js';
import { within } from './patience.js';
import { isJsonEvent, toStoredEvent } from './stored-events.js';

const SILENCE_MS = 10_000;

/** The events of one stream; a stream that does not exist has none. @throws EventStoreUnavailableError */
export async function* readStream(
  client: EventStoreDBClient,
  streamPrefix: string,
  stream: string,
  options: ReadOptions,
): AsyncGenerator<StoredEvent> {
  if (options.limit !== undefined && options.limit <= 0) return;
  const backwards = options.direction === 'backwards';
  const from = options.from === undefined ? undefined : BigInt(options.from);
  const reading = client.readStream(streamPrefix + stream, {
    direction: backwards ? BACKWARDS : FORWARDS,
    fromRevision: from ?? (backwards ? END : START),
    ...(options.limit === undefined ? {} : { maxCount: options.limit }),
  });
  // Leaving the loop breaks the client's stream; without a listener its error would end the process.
  reading.on('error', () => undefined);
  const events = reading[Symbol.asyncIterator]();
  const silence = (): Error => new EventStoreUnavailableError(`read of ${stream}: no answer`);
  try {
    for (;;) {
      // A read has no deadline of its own.
      const next = await within(events.next(), SILENCE_MS, silence);
      if (next.done) return;
      const { event } = next.value;
      if (event?.position && isJsonEvent(event))
        yield toStoredEvent({ ...event, position: event.position }, streamPrefix);
    }
  } catch (error) {
    if (!isStreamNotFound(error)) throw readFailure(stream, error);
  } finally {
    reading.cancel().catch(() => undefined);
    reading.destroy();
  }
}
