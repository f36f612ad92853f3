import type { SnapshotDocument } from '../../../libs/evaluation/index.js';
import { boundedText } from './bounded-text.js';
import type { Settings } from './settings.js';
import { messagesOf } from './server-sent-events.js';
import { Watch } from './watch.js';

const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** The server says something every 15 seconds: after three times that, nobody is there. */
const LONGEST_SILENCE_MS = 45_000;
const MS_PER_SECOND = 1_000;
/** Answers that another try does not change, as long as nobody changes the request or the key. */
const LASTING = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/** Assay did not answer as it should. */
export class AssayError extends Error {
  override readonly name = 'AssayError';

  constructor(
    message: string,
    /** Undefined where there was no answer. */
    readonly status?: number,
    readonly retryAfterMs: number = 0,
  ) {
    super(message);
  }

  /** True where trying again as it is leads nowhere. */
  get isLasting(): boolean {
    return this.status !== undefined && LASTING.has(this.status);
  }
}

/** A snapshot with the tag that it is known by. */
export interface TaggedSnapshot {
  readonly etag: string;
  readonly document: SnapshotDocument;
}

/** What the stream of changes tells. */
export interface News {
  readonly version: string;
  /** Undefined where the server says none. */
  readonly position: string | undefined;
}

/** What became of the events of one batch. */
export interface RecordAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: readonly { readonly status: string; readonly code?: string; readonly message?: string }[];
}

/** Assay's endpoints that a provider needs. Every call has a time-out, and ends when the signal is given. */
export class AssayApi {
  constructor(private readonly settings: Settings) {}

  /**
   * The snapshot; undefined where it is still the one of this tag.
   * @param position what it must have seen: the replica that answers may lag behind the one that told of a change
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
      // The server vouches for the shape; the format is checked by who decides from it.
      const document = JSON.parse(await boundedText(response, MAX_SNAPSHOT_BYTES)) as SnapshotDocument;
      return { etag: response.headers.get('etag') ?? '', document };
    });
  }

  /**
   * Calls `heard` with the snapshot's version and where in the log that is, at once and whenever it has changed, until the stream ends.
   * @throws AssayError where it cannot be had, falls silent or breaks off, or `heard` throws
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

  /** Whatever goes wrong on the way is told as one kind of error. */
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

/** The answer's own words, and how long it asks to wait. */
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

/** A proxy may answer 200 in the server's place: then the events are not recorded. */
function recordAnswerOf(answer: unknown): RecordAnswer {
  const { accepted, results } = (answer ?? {}) as Partial<RecordAnswer>;
  if (typeof accepted !== 'number' || !Array.isArray(results)) throw new Error('this is no answer of Assay');
  // Its telling members are there.
  return answer as RecordAnswer;
}

function newsOf(message: string): News {
  const { version, position } = JSON.parse(message) as { readonly version?: unknown; readonly position?: unknown };
  if (typeof version !== 'string') throw new AssayError('the stream of changes speaks of something else');
  return { version, position: typeof position === 'string' ? position : undefined };
}

/** fetch hides the reason in its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
