/** Where the adapter says what befalls it. */
export interface StoreLogger {
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

/** How to reach an EventStoreDB (20.x to 25.x, KurrentDB too) and how patient to be with it. */
export interface EventStoreDbOptions {
  /** Connection string: `esdb://` or `kurrentdb://`, both also with `+discover`. */
  readonly url: string;
  /** Put before every stream name on the server, so that several installations can share one. */
  readonly streamPrefix?: string;
  readonly logger?: StoreLogger;
  /** Longest wait for the answer to an append, in milliseconds; then its outcome is unknown. Default 5000. */
  readonly appendDeadlineMs?: number;
  /** Reads that no leader answers are repeated for so many milliseconds; default 5000. */
  readonly readBudgetMs?: number;
  /** A subscription that owes an event for so many milliseconds is dropped and replaced; default 2000. */
  readonly livenessMs?: number;
}
