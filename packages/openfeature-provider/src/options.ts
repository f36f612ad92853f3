/** The options of a provider. */
export interface AssayProviderOptions {
  /** The URL of standalone or of query-api. */
  readonly baseUrl: string;
  /** The URL for telemetry, if ingest-api is a separate process; default `baseUrl`. */
  readonly ingestUrl?: string | undefined;
  /** An API key with the scope `decide`, and `ingest` for exposures and `track()`. */
  readonly apiKey: string;
  /** The server's `ASSAY_DECISION_KEYS`, or only the one to sign with: `id:secret,…`. */
  readonly decisionKeys: string;
  /** The server's `ASSAY_SUBJECT_KEY`. */
  readonly subjectKey: string;
  /** `on_decide`: an evaluation is the exposure if the experiment says so. `none`: it never is. Default `on_decide`. */
  readonly exposures?: 'on_decide' | 'none' | undefined;
  /** The longest interval between polls without a stream of changes, in milliseconds; default 10 000. */
  readonly pollIntervalMs?: number | undefined;
  /** The timeout of a request, in milliseconds; default 10 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long a start waits for the first snapshot, in milliseconds; default 10 000. */
  readonly startTimeoutMs?: number | undefined;
  /** How long a telemetry event waits for others in its batch, in milliseconds; default 1 000. */
  readonly flushIntervalMs?: number | undefined;
  /** The most events that wait; further ones are dropped and counted as such; default 10 000. */
  readonly maxQueuedEvents?: number | undefined;
  /** How long closing tries to send the waiting events, in milliseconds; default 5 000. */
  readonly closeTimeoutMs?: number | undefined;
}
