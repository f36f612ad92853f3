import { hasReached, type Position } from '../../event-store/index.js';

/** One append and the ids in it. */
interface RecentAppend {
  /** Resolves to true once durable; to false if the append failed, and its ids are free again. */
  readonly durable: Promise<boolean>;
  readonly environment: string;
  readonly ids: readonly string[];
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

/** Ids that are appended, or being appended, but not yet in the projection's table. Bounded. */
export class RecentIds {
  /** By environment. */
  private readonly ids = new Map<string, Map<string, RecentId>>();
  private readonly appends = new Set<RecentAppend>();

  constructor(private readonly limit = 500_000) {}

  get size(): number {
    let size = 0;
    for (const ids of this.ids.values()) size += ids.size;
    return size;
  }

  get full(): boolean {
    return this.size >= this.limit;
  }

  get(environment: string, id: string): RecentId | undefined {
    return this.ids.get(environment)?.get(id);
  }

  /** Claims ids for an append under way. Call the returned function with its position, or undefined if it failed. */
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

  /** Adds ids that another process, or an earlier run of this one, appended. */
  remember(environment: string, items: readonly IdAndHash[], position: Position): void {
    const unknown = items.filter(({ id }) => !this.get(environment, id));
    this.add(environment, unknown, Promise.resolve(true)).position = position;
  }

  /** Forgets the ids that are in the projection's table by now. */
  forgetUpTo(projected: Position): void {
    for (const append of this.appends) {
      if (append.position !== undefined && hasReached(projected, append.position)) this.forget(append);
    }
  }

  private add(environment: string, items: readonly IdAndHash[], durable: Promise<boolean>): RecentAppend {
    const append: RecentAppend = { durable, environment, ids: items.map(({ id }) => id), position: undefined };
    const recent = this.ids.get(environment) ?? new Map<string, RecentId>();
    this.ids.set(environment, recent);
    for (const { id, hash } of items) recent.set(id, { hash, append });
    this.appends.add(append);
    return append;
  }

  private forget(append: RecentAppend): void {
    this.appends.delete(append);
    const recent = this.ids.get(append.environment);
    for (const id of append.ids) if (recent?.get(id)?.append === append) recent.delete(id);
  }
}
