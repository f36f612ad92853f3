import { hasReached, type Position } from '../../event-store/index.js';

/** One append and the ids in it. */
interface RecentAppend {
  /** True once durable, false when the append failed and its ids are free again. */
  readonly durable: Promise<boolean>;
  readonly keys: readonly string[];
  position: Position | undefined;
}

export interface RecentId {
  readonly hash: string;
  readonly append: RecentAppend;
}

export interface IdAndHash {
  readonly id: string;
  readonly hash: string;
}

// No id has a line break in front of it: environments are keys.
const keyOf = (environment: string, id: string): string => `${environment}\n${id}`;

/** Ids that were appended, or are being appended, and are not yet in the projection's table. Bounded. */
export class RecentIds {
  private readonly ids = new Map<string, RecentId>();
  private readonly appends = new Set<RecentAppend>();

  constructor(private readonly limit = 500_000) {}

  get size(): number {
    return this.ids.size;
  }

  get full(): boolean {
    return this.ids.size >= this.limit;
  }

  get(environment: string, id: string): RecentId | undefined {
    return this.ids.get(keyOf(environment, id));
  }

  /** Claims ids for an append under way; `settle` says how it ended. */
  claim(environment: string, items: readonly IdAndHash[]): (position: Position | undefined) => void {
    let resolve: (durable: boolean) => void = () => undefined;
    const durable = new Promise<boolean>((done) => (resolve = done));
    const append = this.add(environment, items, durable);
    return (position) => {
      append.position = position;
      if (position === undefined) this.forget(append);
      resolve(position !== undefined);
    };
  }

  /** Takes over what another process, or an earlier life of this one, appended. */
  remember(environment: string, items: readonly IdAndHash[], position: Position): void {
    const unknown = items.filter(({ id }) => !this.ids.has(keyOf(environment, id)));
    this.add(environment, unknown, Promise.resolve(true)).position = position;
  }

  /** Forgets what the projection's table knows by now. */
  forgetUpTo(projected: Position): void {
    for (const append of this.appends) {
      if (append.position !== undefined && hasReached(projected, append.position)) this.forget(append);
    }
  }

  private add(environment: string, items: readonly IdAndHash[], durable: Promise<boolean>): RecentAppend {
    const keys = items.map(({ id }) => keyOf(environment, id));
    const append: RecentAppend = { durable, keys, position: undefined };
    items.forEach(({ hash }, index) => this.ids.set(keys[index] ?? '', { hash, append }));
    this.appends.add(append);
    return append;
  }

  private forget(append: RecentAppend): void {
    this.appends.delete(append);
    for (const key of append.keys) if (this.ids.get(key)?.append === append) this.ids.delete(key);
  }
}
