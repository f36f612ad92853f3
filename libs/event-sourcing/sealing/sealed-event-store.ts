import type {
  Appended,
  AppendOptions,
  EventStore,
  NewEvent,
  Position,
  ReadOptions,
  StoredEvent,
  StoreMessage,
  SubscribeOptions,
} from '../../event-store/index.js';
import type { DataKey, DataKeys } from './data-keys.js';
import { AUTHOR_PATH, authorOwner, textsAt, withTextsAt, type SealedFields } from './sealed-fields.js';
import { keyIdOfSealed, openValue, sealValue } from './sealed-value.js';

/**
 * An event store whose log has names, e-mail addresses and secrets only sealed. Whoever appends or reads through it
 * sees them as they are; those of a forgotten person read `(forgotten)`. Events that were written unsealed are read as
 * they are.
 */
export class SealedEventStore implements EventStore {
  constructor(
    private readonly inner: EventStore,
    private readonly fields: SealedFields,
    private readonly keys: DataKeys,
  ) {}

  get name(): string {
    return this.inner.name;
  }

  async append(stream: string, events: readonly NewEvent[], options: AppendOptions): Promise<Appended> {
    const owners = this.keys.canSeal ? new Set(events.flatMap((event) => this.ownersIn(stream, event))) : [];
    const keys = await this.keys.ofOwners(owners);
    const sealed = keys.size === 0 ? events : events.map((event) => this.sealed(stream, event, keys));
    return this.inner.append(stream, sealed, options);
  }

  async *read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent> {
    for await (const event of this.inner.read(stream, options)) yield await this.opened(event);
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<StoreMessage> {
    for await (const message of this.inner.subscribe(options)) {
      if (message.kind !== 'event') {
        yield message;
        continue;
      }
      const { event } = message;
      // Each process does so, whichever wrote the event: a crash after the append forgets nobody less.
      const forgotten = this.fields.forgets[event.type]?.(event);
      if (forgotten !== undefined) await this.keys.forget(forgotten);
      yield { kind: 'event', event: await this.opened(event) };
    }
  }

  head(): Promise<Position | undefined> {
    return this.inner.head();
  }

  async ping(): Promise<void> {
    await this.inner.ping();
    await this.keys.ping();
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private fieldsOf(type: string) {
    return this.fields.byType[type] ?? [];
  }

  private ownersIn(stream: string, event: NewEvent): string[] {
    const owners = this.fieldsOf(event.type).map(({ owner }) => owner({ ...event, stream }));
    return [...owners, authorOwner(event.metadata)].filter((owner) => owner !== undefined);
  }

  private sealed(stream: string, event: NewEvent, keys: ReadonlyMap<string, DataKey>): NewEvent {
    const seal = (owner: string | undefined) => {
      const key = owner === undefined ? undefined : keys.get(owner);
      return (text: string): string => (key ? sealValue(text, key) : text);
    };
    let { data } = event;
    for (const { path, owner } of this.fieldsOf(event.type)) {
      data = withTextsAt(data, path, seal(owner({ ...event, stream })));
    }
    return { ...event, data, metadata: withTextsAt(event.metadata, AUTHOR_PATH, seal(authorOwner(event.metadata))) };
  }

  /** The event as it was written. */
  private async opened(event: StoredEvent): Promise<StoredEvent> {
    const fields = this.fieldsOf(event.type);
    const texts = textsAt(event.metadata, AUTHOR_PATH);
    for (const { path } of fields) texts.push(...textsAt(event.data, path));
    const ids = texts.map(keyIdOfSealed).filter((id) => id !== undefined);
    if (ids.length === 0) return event;
    const keys = await this.keys.withIds(ids);
    const open = (text: string): string => openValue(text, (id) => keys.get(id));
    let { data } = event;
    for (const { path } of fields) data = withTextsAt(data, path, open);
    return { ...event, data, metadata: withTextsAt(event.metadata, AUTHOR_PATH, open) };
  }
}
