import { ANY, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { EventStoreMisconfigured, EventStoreUnavailableError, EventTooLargeError } from '../errors.js';
import {
  MAX_APPEND_BYTES,
  MAX_APPEND_EVENTS,
  type Appended,
  type AppendOptions,
  type EventStore,
  type Expected,
  type NewEvent,
  type ReadOptions,
  type StoredEvent,
  type StoreMessage,
  type SubscribeOptions,
} from '../event-store.js';
import { within } from '../patience.js';
import type { Position } from '../position.js';
import { Attempts } from './attempts.js';
import { appendFailure, isNotLeader, NoAnswer, readFailure } from './client-errors.js';
import { parseConnectionString, type ConnectionSettings } from './connection-string.js';
import { Connection } from './connection.js';
import { followLog } from './follow-log.js';
import { encodePosition } from './log-position.js';
import { logEnd } from './log-end.js';
import type { EventStoreDbOptions } from './options.js';
import { readStream, type StreamSource } from './read-stream.js';
import { toServerEvent } from './stored-events.js';
import { serverStreams } from './streams.js';
import { tlsFault } from './tls-fault.js';

const PING_MS = 1_900;
const READ_MS = 5_000;
const CLOSE_MS = 2_000;
const APPEND_MS = 5_000;
const TELL_AGAIN_MS = 10_000;
// A leader without a quorum still answers reads until it resigns, after 3 s.
const RETIRES_WITHIN_MS = 5_000;
const REDIRECTIONS = 2;

/**
 * The event store on EventStoreDB or KurrentDB, 20.x to 25.x. Appends and reads require the leader, because a follower
 * may lack acknowledged events. Subscriptions do not: a late one misses nothing.
 */
export class EventStoreDbEventStore implements EventStore {
  readonly name = 'eventstoredb';
  private readonly settings: ConnectionSettings;
  private readonly connection: Connection;
  private readonly closing = new AbortController();
  private readonly streamPrefix: string;
  private readonly reading: StreamSource;
  /** The node that did not answer the latest append, and when. */
  private unanswered: { readonly node: string | undefined; readonly at: number } | undefined;
  private toldAt = Number.NEGATIVE_INFINITY;

  /** Connects at the first use. @throws EventStoreMisconfigured for an invalid connection string */
  constructor(private readonly options: EventStoreDbOptions) {
    this.settings = parseConnectionString(options.url);
    this.connection = new Connection(this.settings);
    this.streamPrefix = options.streamPrefix ?? '';
    const { connection, streamPrefix } = this;
    this.reading = { connection, streamPrefix, budgetMs: options.readBudgetMs ?? READ_MS };
  }

  /** Connects and pings. @throws EventStoreUnavailableError, or EventStoreMisconfigured if waiting does not help */
  static async connect(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(options);
    const { tls, credentials } = store.settings;
    if (!tls && credentials)
      options.logger?.warn({}, 'EVENTSTORE_URL: with tls=false its user and password are not sent');
    try {
      await store.ping();
      return store;
    } catch (error) {
      await store.close();
      throw (error instanceof EventStoreUnavailableError && (await tlsFault(store.settings))) || error;
    }
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    { expected, patienceMs = APPEND_MS }: AppendOptions,
  ): Promise<Appended> {
    const bytes = checkedSize(events);
    const ms = Math.min(patienceMs, this.options.appendDeadlineMs ?? APPEND_MS);
    try {
      const result = await this.atLeader(ms, (client) =>
        client.appendToStream(this.streamPrefix + stream, events.map(toServerEvent), {
          expectedRevision: expectedRevision(expected),
          requiresLeader: true,
          deadline: ms,
        }),
      );
      if (!result.position) throw new Error('the server answered without a position');
      this.unanswered = undefined;
      return { revision: Number(result.nextExpectedRevision), position: encodePosition(result.position) };
    } catch (error) {
      this.unanswered = error instanceof NoAnswer ? { node: error.node, at: performance.now() } : undefined;
      throw this.told(appendFailure(stream, expected, bytes, error));
    }
  }

  read(stream: string, options: ReadOptions = {}): AsyncIterable<StoredEvent> {
    return readStream(this.reading, stream, options);
  }

  subscribe({ after, filter, signal }: SubscribeOptions): AsyncIterable<StoreMessage> {
    const { connection, streamPrefix } = this;
    const source = {
      connection,
      streamPrefix,
      streams: serverStreams(streamPrefix, filter),
      livenessMs: this.options.livenessMs ?? 2_000,
      logger: this.options.logger,
    };
    const end = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
    return followLog(source, after, end);
  }

  head(): Promise<Position | undefined> {
    return this.headWithin(this.reading.budgetMs);
  }

  /** Checks what a write needs: a leader that did not just leave an append without an answer. */
  async ping(): Promise<void> {
    await this.headWithin(PING_MS);
    const { node, at } = this.unanswered ?? {};
    if (node === undefined || at === undefined || performance.now() - at > RETIRES_WITHIN_MS) return;
    if ((await this.connection.channel()).getTarget() === node)
      throw new EventStoreUnavailableError('the event store answers reads, but not the last append');
  }

  async close(): Promise<void> {
    this.closing.abort();
    await within(this.connection.close(), CLOSE_MS, () => new Error('still closing')).catch(() => undefined);
  }

  private async headWithin(ms: number): Promise<Position | undefined> {
    try {
      return await new Attempts(ms).run((attemptMs) => this.connection.call(attemptMs, logEnd));
    } catch (error) {
      throw readFailure('head of the log', error);
    }
  }

  /** Retries after `not-leader`: such a node has written nothing, and the client now uses the leader that it named. */
  private async atLeader<T>(ms: number, action: Parameters<typeof this.connection.call<T>>[1]): Promise<T> {
    for (let left = REDIRECTIONS; ; left -= 1) {
      try {
        return await this.connection.call(ms, action);
      } catch (error) {
        if (!isNotLeader(error) || left === 0) throw error;
      }
    }
  }

  /** Logs, at most every 10 s, what an operator must fix: callers learn only that the store is unavailable. */
  private told(failure: Error): Error {
    const now = performance.now();
    if (failure instanceof EventStoreMisconfigured && now - this.toldAt > TELL_AGAIN_MS) {
      this.toldAt = now;
      this.options.logger?.warn({ err: failure }, failure.message);
    }
    return failure;
  }
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
