/** What has become of the events so far. */
export interface TelemetryCounts {
  /** Not yet answered. */
  readonly waiting: number;
  readonly accepted: number;
  /** Known before: a batch was sent again, or another process has exposed the subject. */
  readonly duplicates: number;
  /** Refused one by one, for what they say. */
  readonly rejected: number;
  /** Never counted: too many waited, or what was given is no event. */
  readonly dropped: number;
  /** The last thing that went wrong; null where nothing has. */
  readonly lastProblem: string | null;
}
