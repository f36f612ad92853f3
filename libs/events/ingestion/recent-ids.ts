import { hasReached, type Position } from '../../event-store/index.js';

interface Recent {
  readonly hash: string;
  /** True once durable, false when the append failed and the id is free again. */
  readonly durable: Promise<boolean>;
  position: Position | undefined;
}

/** Ids that were appended, or are being appended, and are not yet in the projection's table. Bounded. */
export class RecentIds {
  private readonly ids = new Map<string, Recent>();

  constructor(private readonly limit = 500_000) {}

  get size(): number {
    return this.ids.size;
  }

  get full(): boolean {
    return this.ids.size >= this.limit;
  }

  get(id: string): Recent | undefined {
    return this.ids.get(id);
  }

  /** Claims ids for an append under way; `settle` says how it ended. */
  claim(items: readonly { readonly id: string; readonly hash: string }[]): (position: Position | undefined) => void {
    let resolve: (durable: boolean) => void = () => undefined;
    const durable = new Promise<boolean>((done) => (resolve = done));
    const claimed = items.map(({ id, hash }) => {
      const recent: Recent = { hash, durable, position: undefined };
      this.ids.set(id, recent);
      return { id, recent };
    });
    return (position) => {
      for (const { id, recent } of claimed) {
        if (position !== undefined) recent.position = position;
        else if (this.ids.get(id) === recent) this.ids.delete(id);
      }
      resolve(position !== undefined);
    };
  }

  /** Takes over what another process, or an earlier life of this one, appended. */
  remember(items: readonly { readonly id: string; readonly hash: string }[], position: Position): void {
    for (const { id, hash } of items) {
      if (!this.ids.has(id)) this.ids.set(id, { hash, durable: Promise.resolve(true), position });
    }
  }

  /** Forgets what the projection's table knows by now. */
  forgetUpTo(projected: Position): void {
    // All ids of one append share its position: it is compared once for all of them.
    let compared: Position | undefined;
    let reached = false;
    for (const [id, { position }] of this.ids) {
      if (position === undefined) continue;
      if (position !== compared) {
        compared = position;
        reached = hasReached(projected, position);
      }
      if (reached) this.ids.delete(id);
    }
  }
}
