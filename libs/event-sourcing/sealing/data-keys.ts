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
  /** Deletes the secret of the owner's key, for good. */
  forget(owner: string): Promise<void>;
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
      const key = this.byOwner.get(owner) ?? (await this.asked(() => this.store.keyOf(owner)));
      this.remember(key);
      keys.set(owner, key);
    }
    return keys;
  }

  /** The keys with some ids, at once where memory has them; null: there is none. @throws EventStoreUnavailableError as above */
  withIds(ids: readonly string[]): Found | Promise<Found> {
    const known = new Map<string, DataKey | null>();
    for (const id of ids) {
      const key = this.byId.get(id);
      if (key === undefined) return this.found(ids);
      known.set(id, key);
    }
    return known;
  }

  /** Deletes the secret of an owner's key, here and in the store. @throws EventStoreUnavailableError as above */
  async forget(owner: string): Promise<void> {
    const known = this.byOwner.get(owner);
    if (known?.secret === null) return;
    await this.asked(() => this.store.forget(owner));
    const forgotten = await this.asked(() => this.store.keyOf(owner));
    this.remember(forgotten);
  }

  /** Resolves unless the store of keys was away when it was last asked, and still is. */
  async ping(): Promise<void> {
    if (this.isAway) await this.asked(() => this.store.ping());
  }

  private async found(ids: readonly string[]): Promise<Found> {
    const found = await this.asked(() => this.store.find(ids));
    for (const key of found) this.remember(key);
    const missing = ids.filter((id) => !found.some((key) => key.id === id));
    // Keys are made before the events that they seal, so one that is missing never comes.
    for (const id of missing) this.byId.set(id, null);
    return new Map<string, DataKey | null>([
      ...found.map((key) => [key.id, key] as const),
      ...missing.map((id) => [id, null] as const),
    ]);
  }

  private remember(key: DataKey): void {
    this.byOwner.set(key.owner, key);
    this.byId.set(key.id, key);
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

/** Keys by id; null: there is none. */
type Found = ReadonlyMap<string, DataKey | null>;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
