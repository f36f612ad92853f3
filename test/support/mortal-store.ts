import type {
  Appended,
  EventStore,
  Position,
  ReadOptions,
  StoredEvent,
  StoreMessage,
  SubscribeOptions,
} from '../../libs/event-store/index.js';

/** Thrown to a process that has crashed. */
export class Crash extends Error {}

/** Makes a call when its turn comes; the next turn begins after its end. */
export type Turn = <T>(call: () => Promise<T>) => Promise<T>;

/** The store of one process, which takes turns with others and crashes before a certain append. */
export class MortalStore implements EventStore {
  readonly name: string;
  private appends = 0;

  /** @param survives number of appends before the crash */
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
    // The store is shared: its opener closes it.
  }
}

/** A stream as a list. */
export async function eventsOf(store: EventStore, stream: string, options?: ReadOptions): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream, options)) events.push(event);
  return events;
}
