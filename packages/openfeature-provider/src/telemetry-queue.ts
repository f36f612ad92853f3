import { parseBody } from '../../../libs/platform/body-parser.js';
import { AssayError, type RecordAnswer } from './assay-api.js';
import { backoffMs, pause } from './backoff.js';
import type { TelemetryCounts } from './telemetry-counts.js';

const MAX_BATCH = 500;
const MAX_BATCH_BYTES = 400 * 1024;
const MAX_EVENT_BYTES = 64 * 1024;
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;

/** An event in the format of `POST /v1/events`. */
export interface TelemetryEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly decisionId?: string;
  readonly subjectId: string;
  readonly timestamp: string;
  readonly properties?: object;
}

interface Waiting {
  readonly text: string;
  readonly bytes: number;
}

type Send = (events: readonly string[], signal: AbortSignal) => Promise<RecordAnswer>;

/**
 * Sends events in batches in the background, and retries until the server answers. A repeated event has the same id, so
 * it counts once. The queue is bounded.
 */
export class TelemetryQueue {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private counted = { accepted: 0, duplicates: 0, rejected: 0, dropped: 0 };
  private lastProblem: string | null = null;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private stopping = new AbortController();

  constructor(
    private readonly send: Send,
    private readonly limits: { readonly flushIntervalMs: number; readonly maxQueuedEvents: number },
  ) {}

  get counts(): TelemetryCounts {
    return { waiting: this.waiting.length, ...this.counted, lastProblem: this.lastProblem };
  }

  /** Never waits, never throws. @returns false for an event that is dropped */
  add(event: TelemetryEvent): boolean {
    const text = textOf(event);
    if (text === undefined) return this.drop('an event is no JSON that Assay takes');
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_EVENT_BYTES) return this.drop(`an event has more than ${MAX_EVENT_BYTES} bytes`);
    const full = this.waiting.length >= this.limits.maxQueuedEvents || this.waitingBytes + bytes > MAX_QUEUE_BYTES;
    if (full) return this.drop('too many events wait');
    this.waiting.push({ text, bytes });
    this.waitingBytes += bytes;
    // A full batch is sent at once, except during a backoff.
    if (this.waiting.length >= MAX_BATCH && this.failures === 0) void this.flush();
    else this.flushIn(this.limits.flushIntervalMs);
    return true;
  }

  /** Counts dropped events. @returns false */
  drop(problem: string, count = 1): false {
    this.counted.dropped += count;
    this.lastProblem = problem;
    return false;
  }

  /** Sends the waiting events, with retries, until all are answered or the time is over; then drops the rest. */
  async close(timeoutMs: number): Promise<void> {
    const { stopping } = this;
    const timer = setTimeout(() => stopping.abort(), timeoutMs);
    while (this.waiting.length > 0 && !stopping.signal.aborted) {
      await this.flush();
      if (this.waiting.length > 0) await pause(backoffMs(this.failures, timeoutMs), stopping.signal);
    }
    clearTimeout(timer);
    clearTimeout(this.timer);
    this.timer = undefined;
    const left = this.waiting.length;
    if (left > 0) this.drop(`closed before they were sent: ${this.lastProblem ?? 'too little time'}`, left);
    this.waiting = [];
    this.waitingBytes = 0;
    this.stopping = new AbortController();
  }

  private flushIn(ms: number): void {
    if (this.timer !== undefined || this.sending !== undefined) return;
    this.timer = setTimeout(() => void this.flush(), ms);
    this.timer.unref();
  }

  /** Starts sending, unless it is already running. */
  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending ??= this.sendAll().then((waitMs) => {
      this.sending = undefined;
      if (this.waiting.length > 0) this.flushIn(waitMs ?? this.limits.flushIntervalMs);
    });
    return this.sending;
  }

  /** Sends batch by batch. @returns how long to wait after a failure */
  private async sendAll(): Promise<number | undefined> {
    while (this.waiting.length > 0) {
      const batch = this.nextBatch();
      try {
        const answer = await this.send(
          batch.map(({ text }) => text),
          this.stopping.signal,
        );
        this.failures = 0;
        this.remove(batch);
        this.count(answer);
      } catch (error) {
        if (this.givesUp(batch, error)) continue;
        this.failures += 1;
        const wanted = error instanceof AssayError ? error.retryAfterMs : 0;
        return Math.max(backoffMs(this.failures, LONGEST_WAIT_MS), Math.min(wanted, LONGEST_WAIT_MS));
      }
    }
    return undefined;
  }

  /** Drops a batch that the server refuses as a whole. Keeps it after 401 and 403, because the key may be corrected. */
  private givesUp(batch: readonly Waiting[], error: unknown): boolean {
    this.lastProblem = error instanceof Error ? error.message : String(error);
    if (!(error instanceof AssayError) || !error.isLasting) return false;
    if (error.status === 401 || error.status === 403) return false;
    this.remove(batch);
    this.drop(this.lastProblem, batch.length);
    return true;
  }

  private count({ accepted, duplicates, rejected, results }: RecordAnswer): void {
    this.counted.accepted += accepted;
    this.counted.duplicates += duplicates;
    this.counted.rejected += rejected;
    const refused = results.find(({ status }) => status === 'rejected');
    if (refused) this.lastProblem = `${refused.code ?? 'rejected'}: ${refused.message ?? ''}`;
  }

  private nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    for (const each of this.waiting) {
      bytes += each.bytes + 1;
      if (batch.length >= MAX_BATCH || bytes > MAX_BATCH_BYTES) break;
      batch.push(each);
    }
    return batch;
  }

  /** Removes a batch from the front of the queue; new events are only added at its end. */
  private remove(batch: readonly Waiting[]): void {
    this.waiting.splice(0, batch.length);
    for (const { bytes } of batch) this.waitingBytes -= bytes;
  }
}

/** The event's JSON; undefined if the server would reject it, because it cannot be stored. */
function textOf(event: TelemetryEvent): string | undefined {
  try {
    const text = JSON.stringify(event);
    parseBody(Buffer.from(`{"events":[${text}]}`));
    return text;
  } catch {
    return undefined;
  }
}
