import { setTimeout as sleep } from 'node:timers/promises';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { hasReached, type EventStore, type Position, type StoredEvent } from '../event-store/index.js';
import type { Logger } from '../platform/logging/logger.js';
import type { LiveFold } from './live-fold.js';
import { StateByStream } from './state-by-stream.js';

const RESUME_MS = 1_000;

interface Waiter {
  readonly position: Position;
  readonly done: (reached: boolean) => void;
}

/** One subscription per process feeds all in-memory state: access, catalogue, decisions, answers to checks. */
export class LiveView {
  private readonly folds: LiveFold[] = [];
  private readonly shared = new Map<unknown, unknown>();
  private last: Position | undefined;
  private isCaughtUp = false;
  private readonly waiters = new Set<Waiter>();
  private readonly caughtUpListeners = new Set<() => void>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private lastReached: Position | undefined;
  private standIn: Position | undefined;
  private lastHeard = performance.now();

  constructor(
    private readonly store: EventStore,
    private readonly logger: Logger,
    /** Prefixes of the streams to follow: all streams that commands write. */
    private readonly streamPrefixes: readonly string[],
  ) {}

  /** Call this before the start, because events are read only once. */
  feed(folds: readonly LiveFold[]): void {
    if (this.running) throw new Error('the live view has started already');
    this.folds.push(...folds);
  }

  /**
   * The states of an aggregate's streams, which all users of this process share. Call this before the start.
   */
  statesOf<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
  ): StateByStream<State, Event> {
    // The cast is safe, because the map stores the states under their own aggregate.
    let states = this.shared.get(aggregate) as StateByStream<State, Event> | undefined;
    if (states === undefined) {
      states = new StateByStream(aggregate);
      this.feed([states]);
      this.shared.set(aggregate, states);
    }
    return states;
  }

  /** All events up to this position have been applied. */
  get position(): Position | undefined {
    return this.last;
  }

  /** False until the first catch-up: the view must not answer before. */
  get ready(): boolean {
    return this.isCaughtUp;
  }

  /** Until the first catch-up, a state saved at this position stands in for the log; undefined: nothing does. */
  standInUntilCaughtUp(position: Position | undefined): void {
    this.standIn = position;
  }

  /** True once queries can be answered, from the log or from the saved state. */
  get canAnswer(): boolean {
    return this.isCaughtUp || this.standIn !== undefined;
  }

  /** Milliseconds since the last message of the subscription. */
  get silentForMs(): number {
    return performance.now() - this.lastHeard;
  }

  start(): void {
    this.running ??= this.keepFollowing();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    for (const waiter of [...this.waiters]) waiter.done(false);
  }

  /** Resolves after the first catch-up. */
  caughtUp(): Promise<void> {
    if (this.isCaughtUp) return Promise.resolve();
    return new Promise((resolve) => this.caughtUpListeners.add(resolve));
  }

  /** True if the position has been reached. The hot path calls this. */
  hasReached(position: Position | undefined): boolean {
    if (!this.isCaughtUp)
      return this.standIn !== undefined && (position === undefined || hasReached(this.standIn, position));
    if (position === undefined || position === this.lastReached) return true;
    if (!hasReached(this.last, position)) return false;
    this.lastReached = position;
    return true;
  }

  /** Resolves to true once the position is applied, to false after the timeout. */
  reach(position: Position | undefined, timeoutMs: number): Promise<boolean> {
    if (this.hasReached(position)) return Promise.resolve(true);
    if (position === undefined) return this.withTimeout(this.caughtUp(), timeoutMs);
    return new Promise((resolve) => {
      const done = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve(reached);
      };
      const waiter: Waiter = { position, done };
      const timer = setTimeout(() => done(false), timeoutMs);
      this.waiters.add(waiter);
    });
  }

  private async keepFollowing(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        this.logger.error({ err: error }, 'the live view lost its subscription and resubscribes');
        await sleep(RESUME_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async follow(): Promise<void> {
    const subscription = this.store.subscribe({
      after: this.last,
      filter: { streamPrefixes: this.streamPrefixes },
      signal: this.stopping.signal,
    });
    for await (const message of subscription) {
      this.lastHeard = performance.now();
      switch (message.kind) {
        case 'event':
          this.apply(message.event);
          this.advance(message.event.position);
          break;
        case 'checkpoint':
          this.advance(message.position);
          break;
        case 'caught_up':
          this.becomeReady();
          break;
      }
    }
  }

  private apply(event: StoredEvent): void {
    for (const fold of this.folds) {
      if (!fold.prefixes.some((prefix) => event.stream.startsWith(prefix))) continue;
      try {
        fold.apply(event);
      } catch (error) {
        // One unreadable event must not stop all other decisions.
        this.logger.error({ err: error, stream: event.stream, revision: event.revision }, 'event could not be applied');
      }
    }
  }

  private advance(position: Position): void {
    this.last = position;
    for (const waiter of this.waiters) {
      if (this.isCaughtUp && hasReached(position, waiter.position)) waiter.done(true);
    }
  }

  private becomeReady(): void {
    this.isCaughtUp = true;
    for (const listener of this.caughtUpListeners) listener();
    this.caughtUpListeners.clear();
    if (this.last !== undefined) this.advance(this.last);
  }

  private async withTimeout(done: Promise<void>, timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
    try {
      return await Promise.race([done.then(() => true), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
