import type { Position, StoredEvent, StoreMessage } from '../../event-store/index.js';

/** Events in order, and the position up to which the log has been read. */
export interface Batch {
  readonly events: readonly StoredEvent[];
  readonly position: Position | undefined;
  /** True if the end of the log was reached, even if the batch has later events. */
  readonly caughtUp: boolean;
}

const MAX_WAITING = 2_000;
const MAX_WAITING_WEIGHT = 20_000;

/** Reads a subscription ahead of its consumer, within bounds, so that a batch contains all events that have arrived. */
export class Batches {
  private readonly waiting: StoreMessage[] = [];
  private waitingWeight = 0;
  private ended = false;
  private failure: unknown;
  private wakeConsumer: (() => void) | undefined;
  private wakePump: (() => void) | undefined;

  constructor(
    messages: AsyncIterable<StoreMessage>,
    private readonly weightOf: (event: StoredEvent) => number,
  ) {
    void this.pump(messages);
  }

  /** Waiting events up to `maxWeight`, at least one; an empty batch after `timeoutMs`; undefined at the end. */
  async next(maxWeight: number, timeoutMs: number): Promise<Batch | undefined> {
    if (this.waiting.length === 0 && !this.ended) await this.wait(timeoutMs);
    if (this.waiting.length === 0 && this.ended) {
      if (this.failure !== undefined) throw this.failure as Error;
      return undefined;
    }
    return this.take(maxWeight);
  }

  private take(maxWeight: number): Batch {
    const events: StoredEvent[] = [];
    let position: Position | undefined;
    let caughtUp = false;
    let weight = 0;
    let taken = 0;
    for (const message of this.waiting) {
      if (message.kind === 'event') {
        const next = this.weightOf(message.event);
        if (events.length > 0 && weight + next > maxWeight) break;
        weight += next;
        events.push(message.event);
        position = message.event.position;
      } else if (message.kind === 'checkpoint') position = message.position;
      else caughtUp = true;
      taken += 1;
    }
    this.waiting.splice(0, taken);
    this.waitingWeight -= weight;
    this.wakePump?.();
    return { events, position, caughtUp };
  }

  private async pump(messages: AsyncIterable<StoreMessage>): Promise<void> {
    try {
      for await (const message of messages) {
        this.waiting.push(message);
        if (message.kind === 'event') this.waitingWeight += this.weightOf(message.event);
        this.wakeConsumer?.();
        while (this.waiting.length >= MAX_WAITING || this.waitingWeight >= MAX_WAITING_WEIGHT) {
          await new Promise<void>((resolve) => (this.wakePump = resolve));
        }
      }
    } catch (error) {
      this.failure = error;
    }
    this.ended = true;
    this.wakeConsumer?.();
  }

  private wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wakeConsumer = undefined;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.wakeConsumer = done;
    });
  }
}
