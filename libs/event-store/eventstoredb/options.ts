/** How to reach an EventStoreDB (20.x to 25.x, KurrentDB too) and how patient to be with it. */
export interface EventStoreDbOptions {
  /** Connection string, `esdb://` or `esdb+discover://`. */
  readonly url: string;
  /** Put before every stream name on the server, so that several installations can share one. */
  readonly streamPrefix?: string;
  readonly logger?: { warn(message: string, details?: object): void };
  /** After so many milliseconds without an answer the outcome of an append is unknown; default 5000. */
  readonly appendDeadlineMs?: number;
  /** A subscription that owes an event for so many milliseconds is dropped and replaced; default 2000. */
  readonly livenessMs?: number;
}
