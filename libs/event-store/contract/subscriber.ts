import type { EventStore, StoredEvent, SubscribeOptions } from '../event-store.js';
import { hasReached, type Position } from '../position.js';

const PATIENCE_MS = 20_000;

/** Follows a subscription in the background, and lets a test wait for its messages. */
export class Subscriber {
  readonly events: StoredEvent[] = [];
  readonly positions: Position[] = [];
  timesCaughtUp = 0;
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  readonly #watchers = new Set<() => void>();
  #failure: unknown;

  constructor(store: EventStore, options: Omit<SubscribeOptions, 'signal'>) {
    this.#ended = this.#follow(store, options).catch((error: unknown) => {
      this.#failure = error;
      this.#notify();
    });
  }

  get ids(): string[] {
    return this.events.map((event) => event.id);
  }

  /** Resolves once the condition holds; checks it after every message. */
  until(what: string, condition: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.#failure !== undefined)
          settle(() => reject(new Error('the subscription failed', { cause: this.#failure })));
        else if (condition()) settle(resolve);
      };
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        outcome();
      };
      const timeout = (): void =>
        settle(() => reject(new Error(`waited in vain for: ${what}; seen ${this.events.length} events`)));
      const timer = setTimeout(timeout, patienceMs);
      this.#watchers.add(look);
      look();
    });
  }

  untilEvents(count: number): Promise<void> {
    return this.until(`${count} events`, () => this.events.length >= count);
  }

  untilCaughtUp(): Promise<void> {
    return this.until('caught up', () => this.timesCaughtUp > 0);
  }

  untilPast(position: Position, patienceMs?: number): Promise<void> {
    return this.until(`position ${position}`, () => hasReached(this.positions.at(-1), position), patienceMs);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #follow(store: EventStore, options: Omit<SubscribeOptions, 'signal'>): Promise<void> {
    for await (const message of store.subscribe({ ...options, signal: this.#abort.signal })) {
      switch (message.kind) {
        case 'event':
          this.events.push(message.event);
          this.positions.push(message.event.position);
          break;
        case 'checkpoint':
          this.positions.push(message.position);
          break;
        case 'caught_up':
          this.timesCaughtUp += 1;
      }
      this.#notify();
    }
  }

  #notify(): void {
    for (const look of [...this.#watchers]) look();
  }
}
