/** A PostgreSQL of a test run. A test may halt it and start it again on the same folder and port. */
export interface TestPostgres {
  readonly url: string;
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Ends it for good, and its data. */
  stop(): Promise<void>;
}

export function startTestPostgres(): Promise<TestPostgres>;
