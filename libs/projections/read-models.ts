import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { hasReached, laterOf, parsePosition, type Position } from '../event-store/index.js';
import { parseMinPosition, positionNotReached } from '../event-sourcing/min-position.js';
import { databaseFailureOf } from '../platform/postgres/failure.js';
import { minPositionOf, type Wanted } from '../platform/reading.js';
import type { Watermark } from '../event-sourcing/watermark.js';
import { LazySource } from './lazy-source.js';
import type { ProjectionDefinition } from './projection.js';
import { projectionDataSource } from './runtime/schema.js';

const WAIT_MS = 5_000;
/** Shorter than a projection's timeout: a reader learns sooner that the database does not answer. */
const STATEMENT_PATIENCE_MS = 8_000;

/** Reads one projection: its data source, opened at first use, and the wait for a position. */
export class ReadModel {
  private readonly lazy: LazySource;
  private reached: Position | undefined;

  constructor(
    url: string,
    private readonly definition: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'>,
    private readonly watermark: Watermark,
  ) {
    const limits = { patienceMs: STATEMENT_PATIENCE_MS };
    this.lazy = new LazySource(() => projectionDataSource(url, definition, definition.name, limits).initialize());
  }

  get name(): string {
    return this.definition.name;
  }

  readonly source = (): Promise<DataSource> => this.lazy.get();

  /** The projection's checkpoint; undefined before its first event or its tables. */
  async position(): Promise<Position | undefined> {
    const source = await this.source();
    try {
      const rows = await source.query<{ position: string | null }[]>('SELECT position FROM checkpoint');
      const position = rows[0]?.position;
      return position === null || position === undefined ? undefined : parsePosition(position);
    } catch (error) {
      // The tables are missing before the projector's first start.
      if (isMissingTable(error)) return undefined;
      throw error;
    }
  }

  /**
   * Waits for the position that the caller names (Assay-Min-Position), and for the writes of this process: until 2 s
   * after its oldest missing command. Then it answers without them and calls `isStale`.
   * @throws Problem 503 with the position reached, after 5 seconds
   */
  async current(wanted: Wanted): Promise<DataSource> {
    const named = minPositionOf(wanted);
    const minPosition = named === undefined ? undefined : parseMinPosition(named);
    if (this.has(minPosition) && this.has(this.watermark.position)) return this.source();
    const deadline = performance.now() + WAIT_MS;
    for (let pause = 5; ; pause = Math.min(pause * 1.5, 50)) {
      const position = await this.position();
      if (position !== undefined) this.reached = laterOf(this.reached, position);
      if (position !== undefined && this.has(minPosition) && this.hasWaitedForOwn()) {
        const since = this.unseenSince();
        if (since !== undefined && typeof wanted === 'object') wanted.isStale(since);
        return this.source();
      }
      if (performance.now() > deadline) {
        throw positionNotReached(`${this.name} has not reached that position yet`, position);
      }
      await sleep(pause);
    }
  }

  /** Time of this process's oldest write that is still missing after the wait. */
  async staleSince(): Promise<string | undefined> {
    if (this.has(this.watermark.position)) return undefined;
    const position = await this.position();
    if (position !== undefined) this.reached = laterOf(this.reached, position);
    return this.hasWaitedForOwn() ? this.unseenSince() : undefined;
  }

  close(): Promise<void> {
    return this.lazy.close();
  }

  private has(position: Position | undefined): boolean {
    return position === undefined || hasReached(this.reached, position);
  }

  private hasWaitedForOwn(): boolean {
    return this.watermark.patienceMs(this.reached) === 0;
  }

  private unseenSince(): string | undefined {
    return this.watermark.unseenSince(this.reached)?.toISOString();
  }
}

/** True if the projection's tables do not exist (yet). */
export function isMissingTable(error: unknown): boolean {
  return databaseFailureOf(error) === 'missing_table';
}

/** Injection token: the read model of flags, experiments and everything else that commands manage. */
export class ManagementReadModel extends ReadModel {}

/** Injection token: the read model of counted telemetry. */
export class MeasurementReadModel extends ReadModel {}

/** Injection token: what was notified of, and what is to be. */
export class NotificationsReadModel extends ReadModel {}

/** Injection token: the saga's checkpoint and its parked events. */
export class SagaReadModel extends ReadModel {}
