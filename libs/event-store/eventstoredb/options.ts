/** What a line of the log says besides its message. */
export type LogDetails = Readonly<Record<string, unknown>>;

/** The logger of the adapter. */
export interface StoreLogger {
  warn(details: LogDetails, message: string): void;
  info(details: LogDetails, message: string): void;
}

/** Connection and timeouts of an EventStoreDB (20.x to 25.x) or KurrentDB. */
export interface EventStoreDbOptions {
  /** Connection string: `esdb://` or `kurrentdb://`, both also with `+discover`. */
  readonly url: string;
  /** Prefix of every stream name on the server, so that several installations can share it. */
  readonly streamPrefix?: string;
  readonly logger?: StoreLogger;
  /** Longest wait for the answer to an append, in milliseconds; then its outcome is unknown. Default 5000. */
  readonly appendDeadlineMs?: number;
  /** How long reads are retried without an answer from a leader, in milliseconds; default 5000. */
  readonly readBudgetMs?: number;
  /** A subscription that has not delivered a due event for so many milliseconds is replaced; default 2000. */
  readonly livenessMs?: number;
}
