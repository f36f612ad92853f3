import { ANY, BACKWARDS, END, EventStoreDBClient, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { EventStoreUnavailableError, EventTooLargeError, UnknownOutcomeError } from '../errors.js';
import {
  MAX_APPEND_BYTES,
  MAX_APPEND_EVENTS,
  type Appended,
  type EventStore,
  type Expected,
  type NewEvent,
  type ReadOptions,
  type StoredEvent,
  type StoreMessage,
  type SubscribeOptions,
} from '../event-store.js';
import type { Position } from '../position.js';
import { appendFailure, readFailure } from './client-errors.js';
import { followLog } from './follow-log.js';
import { encodePosition } from './log-position.js';
import type { EventStoreDbOptions } from './options.js';
import { within } from './patience.js';
import { readStream } from './read-stream.js';
import { toServerEvent } from './stored-events.js';
import { serverStreams } from './streams.js';

const PING_MS = 1_900;
const HEAD_MS = 5_000;
const CLOSE_MS = 2_000;

/** The event store on EventStoreDB or KurrentDB, 20.x to 25.x. */
export class EventStoreDbEventStore implements EventStore {
  readonly name = 'eventstoredb';
  private readonly client: EventStoreDBClient;
  private readonly closing = new AbortController();
  private readonly streamPrefix: string;
  private readonly appendDeadlineMs: number;

  /** Connects at the first use. @throws for a connection string that cannot be read */
  constructor(private readonly options: EventStoreDbOptions) {
    this.client = connect(options.url);
    this.streamPrefix = options.streamPrefix ?? '';
    this.appendDeadlineMs = options.appendDeadlineMs ?? 5_000;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    { expected }: { readonly expected: Expected },
  ): Promise<Appended> {
    const bytes = checkedSize(events);
    try {
      const sent = this.client.appendToStream(this.streamPrefix + stream, events.map(toServerEvent), {
        expectedRevision: expectedRevision(expected),
        deadline: this.appendDeadlineMs,
      });
      const noAnswer = (): Error => new UnknownOutcomeError(stream, new Error('no answer before the deadline'));
      const result = await within(sent, this.appendDeadlineMs, noAnswer);
      if (!result.position) throw new Error('the server answered without a position');
      return { revision: Number(result.nextExpectedRevision), position: encodePosition(result.position) };
    } catch (error) {
      throw appendFailure(stream, expected, bytes, error);
    }
  }

  read(stream: string, options: ReadOptions = {}): AsyncIterable<StoredEvent> {
    return readStream(this.client, this.streamPrefix, stream, options);
  }

  subscribe({ after, filter, signal }: SubscribeOptions): AsyncIterable<StoreMessage> {
    const { client, streamPrefix } = this;
    const source = {
      client,
      streamPrefix,
      streams: serverStreams(streamPrefix, filter),
      livenessMs: this.options.livenessMs ?? 2_000,
      warn: (message: string, details: object) => this.options.logger?.warn(message, details),
    };
    const end = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
    return followLog(source, after, end);
  }

  head(): Promise<Position | undefined> {
    return this.headWithin(HEAD_MS);
  }

  async ping(): Promise<void> {
    await this.headWithin(PING_MS);
  }

  async close(): Promise<void> {
    this.closing.abort();
    const disposed = this.client.dispose();
    await within(disposed, CLOSE_MS, () => new Error('still closing')).catch(() => undefined);
  }

  private async headWithin(ms: number): Promise<Position | undefined> {
    const reading = this.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    reading.on('error', () => undefined);
    try {
      const last = reading[Symbol.asyncIterator]().next();
      const next = await within(last, ms, () => new EventStoreUnavailableError('the event store does not answer'));
      const position = next.done ? undefined : next.value.event?.position;
      return position && encodePosition(position);
    } catch (error) {
      throw readFailure('head of the log', error);
    } finally {
      reading.cancel().catch(() => undefined);
      reading.destroy();
    }
  }
}

/**
 * A client that appends call by call. Its batch stream keeps what is in flight in a registry of the whole process: when
 * any connection dies it forgets them all, and the next answer on a healthy one then throws outside of any handler.
 */
function connect(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(url);
  return Object.assign(client, { supports: () => Promise.resolve(false) });
}

function expectedRevision(expected: Expected) {
  switch (expected) {
    case 'any':
      return ANY;
    case 'no_stream':
      return NO_STREAM;
    case 'stream_exists':
      return STREAM_EXISTS;
    default:
      return BigInt(expected);
  }
}

/** Bytes of the events as JSON. @throws TypeError for none, EventTooLargeError for too many or too large ones */
function checkedSize(events: readonly NewEvent[]): number {
  if (events.length === 0) throw new TypeError('an append needs at least one event');
  const bytes = Buffer.byteLength(JSON.stringify(events));
  if (bytes > MAX_APPEND_BYTES) throw new EventTooLargeError(bytes, MAX_APPEND_BYTES);
  if (events.length > MAX_APPEND_EVENTS) throw new EventTooLargeError(events.length, MAX_APPEND_EVENTS);
  return bytes;
}
