/** When something changes by the clock alone, in epoch milliseconds. */
export interface Instant {
  /** What changes: an environment, or a flag. */
  readonly of: string;
  readonly at: number;
}
