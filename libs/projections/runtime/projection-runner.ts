import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { parsePosition, type EventStore, type Position, type StoredEvent } from '../../event-store/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { Projection, ProjectionDefinition, Reactor } from '../projection.js';
import { Batches, type Batch } from './batches.js';
import { advance, forgetAttempts, noteAttempt, noteAttemptAt, noteCaughtUp, readCheckpoint } from './checkpoint.js';
import { Failures } from './failures.js';
import { Parking } from './parking.js';
import { prepareSchema, projectionDataSource } from './schema.js';
import { isFaultOfEvents } from './event-faults.js';

const LIVE_WEIGHT = 8_000;
const CATCH_UP_WEIGHT = 8_000;
const CHECKPOINT_EVERY_MS = 50;
const ATTEMPTS_BEFORE_CARE = 2;
// A single crash can be unrelated: processes are killed at any time, and a good event must not wait for an operator.
const TRIES_BEFORE_PARKING = 3;

export interface Progress {
  readonly position: Position | undefined;
  readonly handled: number;
  readonly caughtUp: boolean;
  /** Number of parked events: they are not applied until an operator replays them. */
  readonly parked: number;
  /** Consecutive failed attempts; 0 if the last one succeeded. */
  readonly failures: number;
}

/**
 * Applies the log to one schema, batch by batch: rows, parked events and the checkpoint in one transaction. The
 * checkpoint is compared and swapped, so a second writer cannot apply an event twice.
 */
export class ProjectionRunner {
  private readonly dataSource: DataSource;
  private readonly parking: Parking;
  private instance: Projection;
  private position: Position | undefined;
  private handled = 0;
  private isCaughtUp = false;
  private lastCheckpointAt = 0;
  private pending: Position | undefined;
  private replayWanted = false;
  private readonly failures: Failures;

  constructor(
    private readonly store: EventStore,
    url: string,
    private readonly definition: ProjectionDefinition,
    private readonly logger: Logger,
    private readonly options: {
      readonly schema?: string;
      readonly fresh?: boolean;
      /** A rebuild is strict: it stops at the first event that fails instead of parking it. */
      readonly strict?: boolean;
      readonly reactor?: Reactor;
    } = {},
  ) {
    this.dataSource = projectionDataSource(url, definition, this.schema);
    this.parking = new Parking(definition);
    this.failures = new Failures(this.schema, logger);
    this.instance = definition.create();
  }

  get schema(): string {
    return this.options.schema ?? this.definition.name;
  }

  get progress(): Progress {
    const { position, handled, isCaughtUp: caughtUp } = this;
    return { position, handled, caughtUp, parked: this.parking.size, failures: this.failures.inARow };
  }

  get wantsRebuild(): boolean {
    return this.instance.wantsRebuild ?? false;
  }

  /**
   * Runs until the signal aborts, or until `until` returns true after a batch. After every failure it restarts from its
   * checkpoint, with backoff, for ever. @throws faults of events if it is strict
   */
  async run(signal: AbortSignal, until: (progress: Progress) => boolean = () => false): Promise<void> {
    let fresh = this.options.fresh ?? false;
    let firstRound = true;
    for (let pause = 50; !signal.aborted; pause = Math.min(pause * 2, 2_000)) {
      const round = new AbortController();
      try {
        if (!this.dataSource.isInitialized) await this.dataSource.initialize();
        await prepareSchema(this.dataSource, this.schema, this.definition, fresh);
        fresh = false;
        if (!firstRound) await forgetAttempts(this.dataSource.manager);
        firstRound = false;
        await this.follow(AbortSignal.any([signal, round.signal]), until);
        return;
      } catch (error) {
        if (this.options.strict && isFaultOfEvents(error)) throw error;
        this.failures.add(error);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      } finally {
        round.abort();
        this.isCaughtUp = false;
      }
    }
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** Requests a replay of parked events, which happens between two batches. A stream stops at its first failure. */
  replayParked(): void {
    this.replayWanted = true;
  }

  private async follow(signal: AbortSignal, until: (progress: Progress) => boolean): Promise<void> {
    this.instance = this.definition.create();
    const checkpoint = await readCheckpoint(this.dataSource.manager);
    this.position = checkpoint.position === null ? undefined : parsePosition(checkpoint.position);
    this.handled = Number(checkpoint.handled);
    this.pending = undefined;
    if (this.position === undefined) await this.instance.prepare?.(this.store, this.dataSource.manager, signal);
    await this.parking.load(this.dataSource.manager);
    let careful = checkpoint.attempts > ATTEMPTS_BEFORE_CARE;
    const { crashesPark = true } = this.definition;
    const condemned = crashesPark && checkpoint.tries >= TRIES_BEFORE_PARKING ? checkpoint.attempting : null;
    // From here until the first batch is applied, a crash counts as an attempt.
    await noteAttempt(this.dataSource.manager);

    const weightOf = this.definition.weightOf ?? (() => 1);
    const batches = new Batches(
      this.store.subscribe({ after: this.position, filter: this.definition.filter, signal }),
      weightOf,
    );
    for (;;) {
      const batch = await batches.next(this.isCaughtUp ? LIVE_WEIGHT : CATCH_UP_WEIGHT, CHECKPOINT_EVERY_MS);
      if (!batch || signal.aborted) return;
      if (this.replayWanted) await this.replay();
      if (batch.events.length > 0) {
        if (careful) await this.applyOneByOne(batch, condemned);
        else careful = !(await this.applyTogether(batch));
        if (careful && batch.caughtUp) careful = false;
      } else await this.noteCheckpoint(batch);
      if (batch.events.length > 0 || batch.caughtUp) this.failures.end();
      if (batch.caughtUp && !this.isCaughtUp) {
        this.isCaughtUp = true;
        // Also if there was no event to apply.
        await noteCaughtUp(this.dataSource.manager);
        await this.moveTo(batch.position ?? this.position);
        if (this.position !== undefined)
          this.options.reactor?.committed({ position: this.position, events: [], touched: [], live: true });
      }
      if (until(this.progress)) return;
    }
  }

  /** True if the batch succeeded; false if its events had to be tried one by one. */
  private async applyTogether(batch: Batch): Promise<boolean> {
    try {
      await this.applyAll(batch.events, batch.position);
      return true;
    } catch (error) {
      if (!isFaultOfEvents(error) || this.options.strict) throw error;
      this.logger.warn({ err: error, projection: this.schema }, 'batch failed, its events are tried one by one');
      await this.applyOneByOne(batch, null);
      return false;
    }
  }

  private async applyOneByOne(batch: Batch, condemned: string | null): Promise<void> {
    for (const event of batch.events) {
      if (event.position === condemned) {
        await this.park(event, new Error('the process ended while it was applied'));
        continue;
      }
      await noteAttemptAt(this.dataSource.manager, event.position);
      try {
        await this.applyAll([event], event.position);
      } catch (error) {
        if (!isFaultOfEvents(error)) throw error;
        await this.park(event, error);
      }
    }
    await this.moveTo(batch.position);
  }

  private async replay(): Promise<void> {
    const applied = await this.parking.replay(this.dataSource, this.store, this.instance);
    this.replayWanted = false;
    this.logger.info({ projection: this.schema, applied }, 'parked events were tried again');
  }

  private async applyAll(events: readonly StoredEvent[], position: Position | undefined): Promise<void> {
    const { free, held } = this.parking.separate(events);
    try {
      await this.dataSource.transaction(async (manager) => {
        await this.instance.apply(free, manager);
        for (const event of held) await this.parking.park(manager, event, 'waits for a parked event of its stream');
        await advance(manager, this.position, position, events.length);
      });
    } catch (error) {
      this.instance.reset();
      throw error;
    }
    this.moved(events, position);
  }

  private async park(event: StoredEvent, error: unknown): Promise<void> {
    this.logger.error(
      { err: error, projection: this.schema, stream: event.stream, revision: event.revision },
      'event parked',
    );
    await this.dataSource.transaction(async (manager) => {
      await this.parking.park(manager, event, error instanceof Error ? error.message : String(error));
      await advance(manager, this.position, event.position, 1);
    });
    this.moved([event], event.position);
  }

  private moved(events: readonly StoredEvent[], position: Position | undefined): void {
    this.position = position ?? this.position;
    // This checkpoint replaces one that waited to be written.
    this.pending = undefined;
    this.handled += events.length;
    this.lastCheckpointAt = performance.now();
    if (this.position === undefined) return;
    const touched = this.instance.takeTouched?.() ?? [];
    this.options.reactor?.committed({ position: this.position, events, touched, live: this.isCaughtUp });
  }

  /** Writes progress without events too, but at most every CHECKPOINT_EVERY_MS. */
  private async noteCheckpoint(batch: Batch): Promise<void> {
    this.pending = batch.position ?? this.pending;
    if (this.pending === undefined || performance.now() - this.lastCheckpointAt < CHECKPOINT_EVERY_MS) return;
    await this.moveTo(this.pending);
  }

  private async moveTo(position: Position | undefined): Promise<void> {
    if (position === undefined || position === this.position) return;
    await advance(this.dataSource.manager, this.position, position, 0);
    this.moved([], position);
  }
}
