import { EventStoreMisconfigured } from '../errors.js';
import type { StoreMessage } from '../event-store.js';
import { pauseUnlessAborted } from '../patience.js';
import { hasReached, type Position } from '../position.js';
import { isTooSlow, readFailure } from './client-errors.js';
import type { Connection } from './connection.js';
import { lookAhead, type Ahead } from './look-ahead.js';
import type { StoreLogger } from './options.js';
import { ServerSubscription, type ServerMessage } from './server-subscription.js';
import type { ServerStreams } from './streams.js';

// A wide window reads history fast. A window of one, used once live, brings a checkpoint with every unmatched event.
const CATCH_UP_WINDOW = 256;
const LIVE_WINDOW = 1;
const WIDE_AFTER_TOO_SLOW_MS = 60_000;
const FIRST_IDLE_MS = 150;
// After a look-ahead with progress there may be more to read.
const LOOK_ON_MS = 10;
const LONGEST_IDLE_MS = 600;
const LONGEST_BACKOFF_MS = 5_000;
const LOOK_AHEAD_MS = 2_000;

export interface LogSource {
  readonly connection: Connection;
  readonly streamPrefix: string;
  readonly streams: ServerStreams;
  readonly livenessMs: number;
  readonly logger: StoreLogger | undefined;
}

/** Why one subscription on the server ended. */
type Ending =
  | { readonly kind: 'ended' }
  | { readonly kind: 'narrow' }
  | { readonly kind: 'widen' }
  | { readonly kind: 'dropped'; readonly cause: unknown };

/** Follows the log from `after` until the signal aborts; replaces its subscription on the server after each drop. */
export async function* followLog(
  source: LogSource,
  after: Position | undefined,
  signal: AbortSignal,
): AsyncGenerator<StoreMessage> {
  const follower = new LogFollower(source, after, signal);
  for (let drops = 0; ;) {
    const ending = yield* follower.followOnce();
    if (ending.kind === 'ended') return;
    drops = ending.kind === 'dropped' && !follower.progressed ? drops + 1 : 0;
    if (ending.kind !== 'dropped') continue;
    follower.tellDrop(ending.cause, drops);
    await pauseUnlessAborted(backoff(drops), signal);
  }
}

function backoff(drops: number): number {
  const longest = Math.min(20 * 2 ** drops, LONGEST_BACKOFF_MS);
  return longest / 2 + (Math.random() * longest) / 2;
}

class LogFollower {
  /** True if the latest subscription delivered something. */
  progressed = false;
  #window = CATCH_UP_WINDOW;
  #wideUntil = 0;
  #wasLive = false;
  #caughtUp = false;
  #eventsBeforeCaughtUp = 0;
  #owingSince: number | undefined;
  #dropped = false;

  constructor(
    private readonly source: LogSource,
    private position: Position | undefined,
    private readonly signal: AbortSignal,
  ) {}

  async *followOnce(): AsyncGenerator<StoreMessage, Ending> {
    this.#beginSubscription();
    const subscription = this.#subscribe();
    let idleMs = FIRST_IDLE_MS;
    try {
      while (!this.signal.aborted) {
        const message = await subscription.next(idleMs, this.signal);
        if (message.kind === 'dropped') return this.#ending(message.cause);
        if (message.kind === 'idle') {
          const before = this.position;
          const ending = yield* this.#whileIdle(subscription);
          if (ending) return ending;
          idleMs = before === this.position ? Math.min(idleMs * 2, LONGEST_IDLE_MS) : LOOK_ON_MS;
          continue;
        }
        idleMs = FIRST_IDLE_MS;
        this.#owingSince = undefined;
        const ending = yield* this.#handOut(message);
        if (ending) return ending;
      }
      return { kind: 'ended' };
    } finally {
      subscription.close();
    }
  }

  /** Logs each drop. A misconfiguration says what to do at every attempt, because it can be corrected at run time. */
  tellDrop(cause: unknown, drops: number): void {
    this.#dropped = true;
    const failure = readFailure('subscription to $all', cause);
    const misconfigured = failure instanceof EventStoreMisconfigured;
    const message = misconfigured ? failure.message : 'event store subscription dropped, resubscribing';
    this.source.logger?.warn({ err: cause, drops }, message);
  }

  #tellConfirmed(): void {
    if (!this.#dropped) return;
    this.#dropped = false;
    this.source.logger?.info({ after: this.position }, 'event store subscription resubscribed');
  }

  #beginSubscription(): void {
    this.progressed = false;
    this.#caughtUp = false;
    this.#eventsBeforeCaughtUp = 0;
    this.#owingSince = undefined;
  }

  #subscribe(): ServerSubscription {
    const { connection, streams, streamPrefix } = this.source;
    const { client } = connection;
    const checkpointWindow = this.#window;
    const confirmed = (): void => this.#tellConfirmed();
    return new ServerSubscription({ client, streams, streamPrefix, after: this.position, checkpointWindow, confirmed });
  }

  *#handOut(message: ServerMessage): Generator<StoreMessage, Ending | undefined> {
    switch (message.kind) {
      case 'event':
        if (hasReached(this.position, message.event.position)) return undefined;
        if (!this.#caughtUp) this.#eventsBeforeCaughtUp += 1;
        this.#advance(message.event.position);
        yield message;
        return undefined;
      case 'checkpoint':
        if (hasReached(this.position, message.position)) return undefined;
        this.#advance(message.position);
        yield message;
        return undefined;
      case 'caught_up':
        return yield* this.#reachLive();
      case 'fell_behind':
        this.#caughtUp = false;
        this.#eventsBeforeCaughtUp = 0;
        return this.#window === LIVE_WINDOW ? this.#widen() : undefined;
    }
  }

  *#reachLive(): Generator<StoreMessage, Ending | undefined> {
    const isNews = !this.#wasLive || this.#eventsBeforeCaughtUp > 0;
    this.#caughtUp = true;
    this.#wasLive = true;
    this.#eventsBeforeCaughtUp = 0;
    if (isNews) yield { kind: 'caught_up' };
    if (this.#window === LIVE_WINDOW || performance.now() < this.#wideUntil) return undefined;
    this.#window = LIVE_WINDOW;
    return { kind: 'narrow' };
  }

  /** Sends checkpoints while nothing matches, and detects a dead subscription: the server does neither. */
  async *#whileIdle(subscription: ServerSubscription): AsyncGenerator<StoreMessage, Ending | undefined> {
    const ahead = await this.#lookAhead();
    if (this.signal.aborted || subscription.hasNews) return undefined;
    if (ahead?.clearTo !== undefined) {
      this.#advance(ahead.clearTo);
      yield { kind: 'checkpoint', position: ahead.clearTo };
    }
    if (ahead && ahead.owed === undefined) {
      this.#owingSince = undefined;
      // Servers before 23.10 never say that a subscription is live; reaching the end of the log shows it.
      return ahead.atEnd && !this.#caughtUp ? yield* this.#reachLive() : undefined;
    }
    const now = performance.now();
    this.#owingSince ??= now;
    if (now - this.#owingSince < this.source.livenessMs) return undefined;
    return this.#ending(new Error('the subscription hangs: it owes an event or the store does not answer'));
  }

  async #lookAhead(): Promise<Ahead | undefined> {
    const { connection, streams } = this.source;
    try {
      return await connection.call(LOOK_AHEAD_MS, async (client, timeUp) => {
        const signal = AbortSignal.any([this.signal, timeUp]);
        // An abort is no failure of the node.
        return lookAhead(client, streams, this.position, signal).catch((error: unknown) => {
          if (this.signal.aborted) return undefined;
          throw error;
        });
      });
    } catch {
      return undefined;
    }
  }

  #advance(position: Position): void {
    this.position = position;
    this.progressed = true;
  }

  #widen(): Ending {
    this.#window = CATCH_UP_WINDOW;
    return { kind: 'widen' };
  }

  #ending(cause: unknown): Ending {
    this.#window = CATCH_UP_WINDOW;
    if (isTooSlow(cause)) this.#wideUntil = performance.now() + WIDE_AFTER_TOO_SLOW_MS;
    return { kind: 'dropped', cause };
  }
}
