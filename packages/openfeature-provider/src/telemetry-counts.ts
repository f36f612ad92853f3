/** The number of events by outcome. */
export interface TelemetryCounts {
  /** Not answered yet. */
  readonly waiting: number;
  readonly accepted: number;
  /** Deduplicated: a batch was sent again, or another process has exposed the subject. */
  readonly duplicates: number;
  /** Refused individually because of their content. */
  readonly rejected: number;
  /** Never counted: the queue was full, the event was invalid, or the server refused its whole batch. */
  readonly dropped: number;
  /** The last problem, or null. */
  readonly lastProblem: string | null;
}
