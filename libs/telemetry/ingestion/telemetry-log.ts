import {
  appendWithRetry,
  laterOf,
  MAX_APPEND_BYTES,
  type EventStore,
  type NewEvent,
  type Position,
} from '../../event-store/index.js';
import { newId } from '../../platform/ids.js';
import { unavailable } from '../../platform/problem.js';
import { telemetryStream } from '../telemetry.js';

const LANES = 4;
const APPEND_TIMEOUT_MS = 5_000;
const MAX_QUEUED_BYTES = 32 * 1024 * 1024;
const MAX_EVENTS_PER_APPEND = 50;
const MAX_REVISION = 100_000;

interface Queued {
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  readonly done: (position: Position) => void;
  readonly failed: (error: unknown) => void;
}

/** One stream with one writer. Waiting events are appended together, at the exact revision. */
class Lane {
  private stream: string;
  private revision = -1;
  private queue: Queued[] = [];
  private writing = false;
  queuedBytes = 0;

  constructor(
    private readonly store: EventStore,
    private readonly environment: string,
  ) {
    this.stream = telemetryStream(environment, newId());
  }

  append(events: readonly NewEvent[], bytes: number): Promise<Position> {
    return new Promise((done, failed) => {
      this.queue.push({ events, bytes, done, failed });
      this.queuedBytes += bytes;
      if (!this.writing) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.writing = true;
    while (this.queue.length > 0) {
      const together = this.take();
      try {
        const appended = await appendWithRetry(
          this.store,
          this.stream,
          together.flatMap((queued) => queued.events),
          {
            expected: this.revision < 0 ? 'no_stream' : this.revision,
            timeoutMs: APPEND_TIMEOUT_MS,
          },
        );
        this.revision = appended.revision;
        if (this.revision >= MAX_REVISION) this.renew();
        for (const queued of together) queued.done(appended.position);
      } catch (error) {
        // The revision of this stream is unknown now, so the next append goes to a new stream.
        this.renew();
        for (const queued of together) queued.failed(error);
      } finally {
        this.queuedBytes -= together.reduce((sum, queued) => sum + queued.bytes, 0);
      }
    }
    this.writing = false;
  }

  private take(): Queued[] {
    let bytes = 0;
    let events = 0;
    let count = 0;
    for (const queued of this.queue) {
      bytes += queued.bytes;
      events += queued.events.length;
      if (count > 0 && (bytes > MAX_APPEND_BYTES || events > MAX_EVENTS_PER_APPEND)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private renew(): void {
    this.stream = telemetryStream(this.environment, newId());
    this.revision = -1;
  }
}

/** Appends batches of telemetry through a few lanes, so that concurrent requests share a write. */
export class TelemetryLog {
  private readonly lanes = new Map<string, Lane[]>();
  private last: Position | undefined;

  constructor(private readonly store: EventStore) {}

  /** The last position that this process appended. */
  get position(): Position | undefined {
    return this.last;
  }

  /** Resolves once durable. @throws Problem 503 if too much waits already; else the error of the event store */
  async append(environment: string, events: readonly NewEvent[], bytes: number): Promise<Position> {
    const lane = this.shortest(environment);
    if (lane.queuedBytes + bytes > MAX_QUEUED_BYTES) {
      throw unavailable('overloaded', 'too much telemetry waits to be written; send the same batch again');
    }
    const position = await lane.append(events, bytes);
    this.last = laterOf(this.last, position);
    return position;
  }

  private shortest(environment: string): Lane {
    let lanes = this.lanes.get(environment);
    if (!lanes) {
      lanes = Array.from({ length: LANES }, () => new Lane(this.store, environment));
      this.lanes.set(environment, lanes);
    }
    return lanes.reduce((best, lane) => (lane.queuedBytes < best.queuedBytes ? lane : best));
  }
}
