/** What a provider is told. */
export interface AssayProviderOptions {
  /** Where Assay's decisions are: standalone, or query-api. */
  readonly baseUrl: string;
  /** Where telemetry goes: ingest-api where that is a process of its own; default `baseUrl`. */
  readonly ingestUrl?: string | undefined;
  /** An API key with the scope `decide`, and `ingest` for exposures and `track()`. */
  readonly apiKey: string;
  /** The server's `ASSAY_DECISION_KEYS`, or of them the one to sign with: `id:secret,…`. */
  readonly decisionKeys: string;
  /** The server's `ASSAY_SUBJECT_KEY`. */
  readonly subjectKey: string;
  /** Whether an evaluation is the exposure where the experiment says so; default `on_decide`. */
  readonly exposures?: 'on_decide' | 'none' | undefined;
  /** How often to ask at most, in milliseconds, while the stream of changes cannot be had; default 10 000. */
  readonly pollIntervalMs?: number | undefined;
  /** How long a request may take, in milliseconds; default 10 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long a start waits for the first snapshot, in milliseconds; default 10 000. */
  readonly startTimeoutMs?: number | undefined;
  /** How long an event of telemetry waits for others, in milliseconds; default 1 000. */
  readonly flushIntervalMs?: number | undefined;
  /** How many events wait at most; what comes on top is dropped, and counted; default 10 000. */
  readonly maxQueuedEvents?: number | undefined;
  /** How long closing takes to send what waits, in milliseconds; default 5 000. */
  readonly closeTimeoutMs?: number | undefined;
}
