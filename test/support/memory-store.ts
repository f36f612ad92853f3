import {
  WrongExpectedRevisionError,
  parsePosition,
  type Appended,
  type EventStore,
  type Expected,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '../../libs/event-store/index.js';

/** What a test does around each call of the store: lets others go first, ends the caller. */
export type Around = (call: 'read' | 'append', stream: string) => Promise<void>;

/** An event store in memory, for races whose order the test decides. It has no subscriptions. */
export class MemoryStore implements EventStore {
  readonly name = 'memory';
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();

  /** @param appended hears of every append that changed something */
  constructor(
    private readonly around: Around = () => Promise.resolve(),
    private readonly appended: () => void = () => undefined,
  ) {}

  async append(
    stream: string,
    events: readonly NewEvent[],
    { expected }: { readonly expected: Expected },
  ): Promise<Appended> {
    await this.around('append', stream);
    const stored = this.streams.get(stream) ?? [];
    const first = events[0];
    const again = stored.findIndex((event) => event.id === first?.id);
    if (again >= 0 && again === (expected === 'no_stream' ? 0 : Number(expected) + 1)) {
      return this.answer(stored[again + events.length - 1]);
    }
    const last = stored.length - 1;
    if (expected !== 'any' && last !== (expected === 'no_stream' ? -1 : expected)) {
      throw new WrongExpectedRevisionError(stream, expected, last < 0 ? 'no_stream' : last);
    }
    for (const event of events) {
      const position = positionOf(this.log.length);
      const recorded = { ...event, stream, revision: stored.length, position, recordedAt: '2026-01-01T00:00:00.000Z' };
      this.log.push(recorded);
      stored.push(recorded);
    }
    this.streams.set(stream, stored);
    this.appended();
    return this.answer(stored.at(-1));
  }

  async *read(stream: string): AsyncIterable<StoredEvent> {
    await this.around('read', stream);
    yield* this.eventsOf(stream);
  }

  /** The stream as it is, without being a call of it. */
  eventsOf(stream: string): readonly StoredEvent[] {
    return [...(this.streams.get(stream) ?? [])];
  }

  subscribe(): never {
    throw new Error('the store in memory has no subscriptions');
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.log.at(-1)?.position);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private answer(event: StoredEvent | undefined): Appended {
    if (!event) throw new Error('an append of nothing');
    return { revision: event.revision, position: event.position };
  }
}

const positionOf = (index: number): Position => parsePosition(index.toString(16).padStart(16, '0'));
