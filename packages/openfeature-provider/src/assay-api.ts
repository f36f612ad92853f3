import type { SnapshotDocument } from '../../../libs/evaluation/index.js';
import { boundedText } from './bounded-text.js';
import type { Settings } from './settings.js';
import { messagesOf } from './server-sent-events.js';
import { Watch } from './watch.js';

const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** The server sends a heartbeat every 15 seconds: after three missed ones the stream counts as dead. */
const LONGEST_SILENCE_MS = 45_000;
const MS_PER_SECOND = 1_000;
/** Statuses that a retry does not change without another request or key. */
const LASTING = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/** Assay gave no answer, or an unexpected one. */
export class AssayError extends Error {
  override readonly name = 'AssayError';

  constructor(
    message: string,
    /** Undefined if there was no answer. */
    readonly status?: number,
    readonly retryAfterMs: number = 0,
  ) {
    super(message);
  }

  /** True if a retry of the same request does not help. */
  get isLasting(): boolean {
    return this.status !== undefined && LASTING.has(this.status);
  }
}

/** A snapshot with its ETag. */
export interface TaggedSnapshot {
  readonly etag: string;
  readonly document: SnapshotDocument;
}

/** A message of the stream of changes. */
export interface News {
  readonly version: string;
  /** Undefined if the server sends none. */
  readonly position: string | undefined;
}

/** The outcome of the events of one batch. */
export interface RecordAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: readonly { readonly status: string; readonly code?: string; readonly message?: string }[];
}

/** The endpoints of Assay that a provider needs. Every call has a timeout, and ends when the signal aborts. */
export class AssayApi {
  constructor(private readonly settings: Settings) {}

  /**
   * Fetches the snapshot; undefined if it still has this ETag.
   * @param position the snapshot must include the log up to here: this replica may lag the one that announced a change
   * @throws AssayError
   */
  async snapshot(
    { etag, position }: { readonly etag?: string | undefined; readonly position?: string | undefined },
    signal: AbortSignal,
  ): Promise<TaggedSnapshot | undefined> {
    const headers = {
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(position !== undefined && { 'assay-min-position': position }),
    };
    return this.ask(this.settings.snapshotUrl, { headers }, signal, async (response) => {
      if (response.status === 304) return undefined;
      if (response.status !== 200) throw await failureOf(response);
      // The shape is trusted; `configurationOf` checks the format.
      const document = JSON.parse(await boundedText(response, MAX_SNAPSHOT_BYTES)) as SnapshotDocument;
      return { etag: response.headers.get('etag') ?? '', document };
    });
  }

  /**
   * Follows the stream of changes until it ends. It calls `heard` with the snapshot's version and position, at once and
   * after each change.
   * @throws AssayError if the stream cannot be opened, falls silent or breaks off, or `heard` throws
   */
  async changes(heard: (news: News) => Promise<void>, signal: AbortSignal): Promise<void> {
    const headers = { accept: 'text/event-stream' };
    await this.ask(this.settings.streamUrl, { headers }, signal, async (response, watch) => {
      if (response.status !== 200) throw await failureOf(response);
      const stillThere = (): void => watch.extend(LONGEST_SILENCE_MS);
      for await (const message of messagesOf(response, stillThere)) await heard(newsOf(message));
    });
  }

  /** @param events JSON texts of events @throws AssayError */
  async record(events: readonly string[], signal: AbortSignal): Promise<RecordAnswer> {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"sentAt":"${new Date().toISOString()}","events":[${events.join()}]}`,
    };
    return this.ask(this.settings.eventsUrl, request, signal, async (response) => {
      if (response.status !== 200) throw await failureOf(response);
      return recordAnswerOf(JSON.parse(await boundedText(response, MAX_ANSWER_BYTES)));
    });
  }

  /** Reports flags that were evaluated here, with a batch without events. @throws AssayError */
  async evaluated(flags: readonly string[], signal: AbortSignal): Promise<void> {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'assay-evaluated-flags': flags.join() },
      body: '{"events":[]}',
    };
    await this.ask(this.settings.eventsUrl, request, signal, async (response) => {
      if (response.status !== 200) throw await failureOf(response);
      await boundedText(response, MAX_ANSWER_BYTES);
    });
  }

  /** Sends a request, and turns every failure into an AssayError. */
  private async ask<T>(
    url: string,
    request: RequestInit & { readonly headers: Record<string, string> },
    signal: AbortSignal,
    read: (response: Response, watch: Watch) => Promise<T>,
  ): Promise<T> {
    const watch = new Watch(signal, this.settings.requestTimeoutMs);
    const headers = { ...request.headers, authorization: `Bearer ${this.settings.apiKey}` };
    try {
      const response = await fetch(url, { ...request, headers, signal: watch.signal });
      return await read(response, watch);
    } catch (error) {
      if (error instanceof AssayError) throw error;
      throw new AssayError(`${url} cannot be reached: ${messageOf(error)}`);
    } finally {
      watch.end();
    }
  }
}

/** The error of an answer, with its text and its Retry-After. */
async function failureOf(response: Response): Promise<AssayError> {
  const text = await boundedText(response, MAX_ANSWER_BYTES).catch(() => '');
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * MS_PER_SECOND : 0;
  return new AssayError(
    `${response.url} answered ${response.status} ${text.slice(0, 500)}`.trim(),
    response.status,
    retryAfterMs,
  );
}

/** Checks that the answer comes from Assay: a 200 of a proxy does not mean that the events were recorded. */
function recordAnswerOf(answer: unknown): RecordAnswer {
  const { accepted, results } = (answer ?? {}) as Partial<RecordAnswer>;
  if (typeof accepted !== 'number' || !Array.isArray(results)) throw new Error('this is no answer of Assay');
  // The cast is safe enough: two characteristic members were checked.
  return answer as RecordAnswer;
}

function newsOf(message: string): News {
  const { version, position } = JSON.parse(message) as { readonly version?: unknown; readonly position?: unknown };
  if (typeof version !== 'string') throw new AssayError('the stream of changes speaks of something else');
  return { version, position: typeof position === 'string' ? position : undefined };
}

/** The message with its cause, because fetch puts the reason there. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
