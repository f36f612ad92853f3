import type {
  Appended,
  EventStore,
  Position,
  ReadOptions,
  StoredEvent,
  StoreMessage,
  SubscribeOptions,
} from '../../libs/event-store/index.js';

/** The process that made the call is gone. */
export class Crash extends Error {}

/** Makes a call when its turn comes, and no other until it has ended. */
export type Turn = <T>(call: () => Promise<T>) => Promise<T>;

/** A store as one process sees it that takes turns with others, and ends before an append that it does not survive. */
export class MortalStore implements EventStore {
  readonly name: string;
  private appends = 0;

  /** @param survives how many appends it lives to see */
  constructor(
    private readonly store: EventStore,
    private readonly turn: Turn,
    private readonly survives: number,
  ) {
    this.name = store.name;
  }

  append(...call: Parameters<EventStore['append']>): Promise<Appended> {
    return this.turn(async () => {
      if (this.appends === this.survives) throw new Crash();
      this.appends += 1;
      return this.store.append(...call);
    });
  }

  async *read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent> {
    yield* await this.turn(() => eventsOf(this.store, stream, options));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<StoreMessage> {
    return this.store.subscribe(options);
  }

  head(): Promise<Position | undefined> {
    return this.store.head();
  }

  ping(): Promise<void> {
    return this.store.ping();
  }

  async close(): Promise<void> {
    // The store is everybody's: who opened it closes it.
  }
}

/** A stream as a list. */
export async function eventsOf(store: EventStore, stream: string, options?: ReadOptions): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream, options)) events.push(event);
  return events;
}
