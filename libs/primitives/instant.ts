/** A time at which something changes without an event. */
export interface Instant {
  /** The environment or flag that changes. */
  readonly of: string;
  /** Epoch milliseconds. */
  readonly at: number;
}
