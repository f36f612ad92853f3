/**
 * The port to the event store. Everything that Assay knows is in it; the two adapters
 * (PostgreSQL and EventStoreDB) pass one contract suite, `contract/event-store.contract.ts`.
 */
import type { Position } from './position.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** An event to be written. `id` is a UUID, deterministic wherever a retry is possible. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** An event as the store keeps it. `revision` counts from 0 within its stream; `recordedAt` is ISO 8601 UTC. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
}

/** What the writer believes of the stream: its exact last revision, or one of the three words. */
export type Expected = number | 'no_stream' | 'stream_exists' | 'any';

/** The last revision written and its position in the log. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
}

export interface AppendOptions {
  readonly expected: Expected;
  /** After so many milliseconds without an answer the outcome is unknown; by default what the adapter finds right. */
  readonly patienceMs?: number;
}

export interface ReadOptions {
  /** First revision to be read; default the start, or the end when reading backwards. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events; default all. */
  readonly limit?: number;
}

/** Which streams a subscriber sees: those whose names start with one of these prefixes; none given means all. */
export interface StreamFilter {
  readonly streamPrefixes: readonly string[];
}

export interface SubscribeOptions {
  /** Last position already handled; undefined means from the start of the log. */
  readonly after?: Position | undefined;
  readonly filter?: StreamFilter;
  /** Ends the iteration; without it, returning from the `for await` loop does. */
  readonly signal?: AbortSignal;
}

/**
 * What a subscriber gets. A `checkpoint` says that everything up to that position was handed out or filtered away;
 * `caught_up` that the subscriber now waits for new events (again after each resubscription that had fallen behind).
 */
export type StoreMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caught_up' };

export interface EventStore {
  /** A word for logs and health: `postgresql` or `eventstoredb`. */
  readonly name: string;

  /**
   * Appends 1 to 500 events to one stream, atomically. The same ids at the same expectation answer as the first time
   * did (with `any` and `stream_exists` on a best-effort basis); a retry of a leading part answers with that part's
   * revision.
   * @throws WrongExpectedRevisionError with the actual revision
   * @throws UnknownOutcomeError when the connection was lost in flight: retry with the same ids and expectation
   * @throws EventTooLargeError before anything is sent, when the events exceed MAX_APPEND_BYTES
   * @throws EventStoreUnavailableError when the store cannot be reached and nothing was written
   */
  append(stream: string, events: readonly NewEvent[], options: AppendOptions): Promise<Appended>;

  /** The events of one stream in order of revision; a stream that does not exist has none. */
  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent>;

  /**
   * All events in the order of the log, then live ones as they come. Pull-based with a bounded buffer, resubscribes by
   * itself after any drop, and ends only by the signal or by leaving the loop.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<StoreMessage>;

  /** Position of the last event in the log (system events may count), undefined for an empty one. */
  head(): Promise<Position | undefined>;

  /** Resolves when the store answers, throws EventStoreUnavailableError otherwise; takes at most 2 seconds. */
  ping(): Promise<void>;

  close(): Promise<void>;
}

/** Largest append, all events of it together, in bytes of JSON: below EventStoreDB's default limit of 1 MiB. */
export const MAX_APPEND_BYTES = 960 * 1024;
/** Most events in one append. */
export const MAX_APPEND_EVENTS = 500;
