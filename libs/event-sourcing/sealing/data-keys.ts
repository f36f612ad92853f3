import QuickLRU from 'quick-lru';
import { EventStoreUnavailableError } from '../../event-store/index.js';

/** Most keys that a process remembers. */
const REMEMBERED = 10_000;

/** The key that the texts of one person or thing are sealed under. */
export interface DataKey {
  readonly id: string;
  /** Whose: a name that never changes. */
  readonly owner: string;
  /** 32 bytes; null once the owner is forgotten. */
  readonly secret: Buffer | null;
}

/** Where data keys are kept, outside of the log. Each method may fail while it is away. */
export interface DataKeyStore {
  /** The key of an owner; the first call makes it. */
  keyOf(owner: string): Promise<DataKey>;
  /** The keys with these ids, as far as there are any. */
  find(ids: readonly string[]): Promise<readonly DataKey[]>;
  /** Deletes the secret of the owner's key, for good. @returns what is left of the key */
  forget(owner: string): Promise<DataKey>;
  ping(): Promise<void>;
}

/** Data keys in memory, in front of their store. */
export class DataKeys {
  private readonly byOwner = new QuickLRU<string, DataKey>({ maxSize: REMEMBERED });
  private readonly byId = new QuickLRU<string, DataKey | null>({ maxSize: REMEMBERED });
  private isAway = false;

  /** @param canSeal false: nothing is sealed, but what is sealed already is opened */
  constructor(
    private readonly store: DataKeyStore,
    readonly canSeal: boolean,
  ) {}

  /** The keys of some owners. @throws EventStoreUnavailableError where the store of keys does not answer */
  async ofOwners(owners: Iterable<string>): Promise<ReadonlyMap<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    for (const owner of owners) {
      const key = this.byOwner.get(owner) ?? this.remember(await this.asked(() => this.store.keyOf(owner)));
      keys.set(owner, key);
    }
    return keys;
  }

  /** The keys with some ids; null: there is none. @throws EventStoreUnavailableError as above */
  async withIds(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey | null>> {
    const keys = new Map(ids.map((id) => [id, this.byId.get(id)]));
    const unknown = [...keys].flatMap(([id, key]) => (key === undefined ? id : []));
    if (unknown.length > 0) for (const [id, key] of await this.found(unknown)) keys.set(id, key);
    return new Map([...keys].map(([id, key]) => [id, key ?? null]));
  }

  /** Deletes the secret of an owner's key, here and in the store. @throws EventStoreUnavailableError as above */
  async forget(owner: string): Promise<void> {
    if (this.byOwner.get(owner)?.secret === null) return;
    this.remember(await this.asked(() => this.store.forget(owner)));
  }

  /** Resolves unless the store of keys was away when it was last asked, and still is. */
  async ping(): Promise<void> {
    if (this.isAway) await this.asked(() => this.store.ping());
  }

  private async found(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = await this.asked(() => this.store.find(ids));
    // Keys are made before the events that they seal, so one that is missing never comes.
    for (const id of ids) this.byId.set(id, null);
    return new Map(found.map((key) => [key.id, this.remember(key)]));
  }

  private remember(key: DataKey): DataKey {
    this.byOwner.set(key.owner, key);
    this.byId.set(key.id, key);
    return key;
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.isAway = false;
      return answer;
    } catch (error) {
      this.isAway = true;
      throw new EventStoreUnavailableError(`the keys of sealed names: ${reasonOf(error)}`, error);
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
