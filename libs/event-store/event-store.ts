/**
 * The port to the event store, which holds the truth of Assay. Both adapters (PostgreSQL and EventStoreDB) pass one
 * contract suite, `contract/event-store.contract.ts`.
 */
import type { Position } from './position.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A new event. `id` is a UUID, which is deterministic if the append can be retried. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** A stored event. `revision` counts from 0 within its stream; `recordedAt` is ISO 8601 UTC. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
}

/** The state of the stream that the writer expects: its last revision, or one of the three words. */
export type Expected = number | 'no_stream' | 'stream_exists' | 'any';

/** The last revision written and its position in the log. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
}

export interface AppendOptions {
  readonly expected: Expected;
  /** Milliseconds without an answer until the outcome counts as unknown; the default is the adapter's. */
  readonly patienceMs?: number;
}

export interface ReadOptions {
  /** First revision to read; by default the start, or the end when reading backwards. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events; default all. */
  readonly limit?: number;
}

/** A subscriber sees the streams whose names start with one of these prefixes; no prefix means all streams. */
export interface StreamFilter {
  readonly streamPrefixes: readonly string[];
}

export interface SubscribeOptions {
  /** The last position already handled; undefined means the start of the log. */
  readonly after?: Position | undefined;
  readonly filter?: StreamFilter;
  /** Ends the iteration; without it, returning from the `for await` loop does. */
  readonly signal?: AbortSignal;
}

/**
 * A message to a subscriber. `checkpoint`: everything up to that position was delivered or filtered out. `caught_up`:
 * the subscriber now waits for new events (sent again after each resubscription that had fallen behind).
 */
export type StoreMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caught_up' };

export interface EventStore {
  /** The name in logs and health: `postgresql` or `eventstoredb`. */
  readonly name: string;

  /**
   * Appends 1 to 500 events to one stream, atomically. It is idempotent: a retry with the same ids and expectation gets
   * the first answer (with `any` and `stream_exists` on a best-effort basis). A retry of the first events only answers
   * with the revision of the last of them.
   * @throws WrongExpectedRevisionError with the actual revision
   * @throws UnknownOutcomeError if the connection was lost in flight: retry with the same ids and expectation
   * @throws EventTooLargeError before anything is sent, if the events exceed MAX_APPEND_BYTES
   * @throws EventStoreUnavailableError if the store cannot be reached and nothing was written
   */
  append(stream: string, events: readonly NewEvent[], options: AppendOptions): Promise<Appended>;

  /** Reads the events of one stream in order of revision; a missing stream has none. */
  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent>;

  /**
   * Delivers all events in the order of the log, then live ones. It is pull-based with a bounded buffer, and
   * resubscribes after every drop. It ends only if the signal aborts or the consumer leaves the loop.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<StoreMessage>;

  /** Position of the last event in the log (system events may count); undefined for an empty log. */
  head(): Promise<Position | undefined>;

  /** Resolves if the store answers within 2 seconds. @throws EventStoreUnavailableError otherwise */
  ping(): Promise<void>;

  close(): Promise<void>;
}

/** Largest append (all its events), in bytes of JSON: below EventStoreDB's default limit of 1 MiB. */
export const MAX_APPEND_BYTES = 960 * 1024;
/** Most events in one append. */
export const MAX_APPEND_EVENTS = 500;
