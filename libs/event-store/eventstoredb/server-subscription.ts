import type { AllStreamResolvedEvent, AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import type { StoredEvent } from '../event-store.js';
import type { Position } from '../position.js';
import { decodePosition, encodePosition } from './log-position.js';
import { isJsonEvent, toStoredEvent } from './stored-events.js';
import type { ServerStreams } from './streams.js';

export type ServerMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caught_up' }
  | { readonly kind: 'fell_behind' };

export type NextMessage =
  ServerMessage | { readonly kind: 'idle' } | { readonly kind: 'dropped'; readonly cause: unknown };

export interface ServerSubscriptionOptions {
  readonly client: EventStoreDBClient;
  readonly streams: ServerStreams;
  readonly streamPrefix: string;
  readonly after: Position | undefined;
  /** The server sends a checkpoint after this many unmatched events. */
  readonly checkpointWindow: number;
  /** Called once the server has accepted the subscription. */
  readonly confirmed: () => void;
}

/**
 * One subscription on the server, until it drops. Checkpoints and `caught_up` go into the same queue as events, which
 * preserves the order of the wire and bounds the queue.
 */
export class ServerSubscription {
  readonly #subscription: AllStreamSubscription;
  readonly #streamPrefix: string;
  #drop: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(options: ServerSubscriptionOptions) {
    this.#streamPrefix = options.streamPrefix;
    const filter = options.streams.toFilter({
      maxSearchWindow: options.checkpointWindow,
      checkpointReached: (subscription, position) => {
        subscription.push({ kind: 'checkpoint', position: encodePosition(position) });
      },
    });
    const subscription = options.client.subscribeToAll({ fromPosition: decodePosition(options.after), filter });
    this.#subscription = subscription;
    subscription.on('confirmation', options.confirmed);
    subscription.on('caughtUp', () => void subscription.push({ kind: 'caught_up' }));
    subscription.on('fellBehind', () => void subscription.push({ kind: 'fell_behind' }));
    subscription.on('readable', () => this.#wake());
    subscription.on('error', (error) => this.#dropped(error));
    subscription.on('end', () => this.#dropped(new Error('the server ended the subscription')));
  }

  /** The next message; `idle` if none comes within `idleMs` or the signal aborts. */
  async next(idleMs: number, signal: AbortSignal): Promise<NextMessage> {
    const waiting = this.#take();
    if (waiting || signal.aborted) return waiting ?? { kind: 'idle' };
    await this.#news(idleMs, signal);
    return this.#take() ?? { kind: 'idle' };
  }

  /** True if messages, or the end of the subscription, wait to be taken. */
  get hasNews(): boolean {
    return this.#drop !== undefined || this.#subscription.readableLength > 0;
  }

  close(): void {
    this.#wake = () => undefined;
    this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }

  #take(): NextMessage | undefined {
    // A drop discards the queue. Nothing is lost: the next subscription starts after the last delivered event.
    if (this.#drop) return { kind: 'dropped', cause: this.#drop.cause };
    const message = this.#subscription.read() as ServerMessage | AllStreamResolvedEvent | null;
    if (message === null) return undefined;
    return 'kind' in message ? message : this.#toMessage(message);
  }

  #toMessage({ event }: AllStreamResolvedEvent): NextMessage | undefined {
    if (!event) return undefined;
    if (!isJsonEvent(event)) return { kind: 'checkpoint', position: encodePosition(event.position) };
    return { kind: 'event', event: toStoredEvent(event, this.#streamPrefix) };
  }

  #dropped(cause: unknown): void {
    this.#drop ??= { cause };
    this.#wake();
  }

  #news(idleMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, idleMs);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}
