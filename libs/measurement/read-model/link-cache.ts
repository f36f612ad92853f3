import type { EntityManager } from 'typeorm';
import type { Position } from '../../event-store/index.js';
import type { SubjectLink } from '../../telemetry/index.js';
import { personKey } from '../aggregation/waiting.js';

const MAX_KEPT = 100_000;

interface CachedLink {
  readonly root: string;
  readonly linked: boolean;
}

/** Which subject each digest stands for. Chains of links are followed when they are made: every digest names its root. */
export class LinkCache {
  private known = new Map<string, CachedLink | null>();
  /** Until the first link, nobody needs to look for some. */
  private any: boolean | undefined;

  clear(): void {
    this.known = new Map();
    this.any = undefined;
  }

  personOf(environment: string, digest: string): string {
    return this.known.get(personKey(environment, digest))?.root ?? digest;
  }

  async load(digests: ReadonlyMap<string, ReadonlySet<string>>, manager: EntityManager): Promise<void> {
    this.any ??= (await manager.query<unknown[]>('SELECT 1 FROM subject_links LIMIT 1')).length > 0;
    if (!this.any) return;
    if (this.known.size > MAX_KEPT) this.known = new Map();
    for (const [environment, wanted] of digests) {
      const missing = [...wanted].filter((digest) => !this.known.has(personKey(environment, digest)));
      if (missing.length === 0) continue;
      const rows = await manager.query<(CachedLink & { subject: string })[]>(
        'SELECT subject, root, linked FROM subject_links WHERE environment = $1 AND subject = ANY ($2)',
        [environment, missing],
      );
      for (const digest of missing) this.known.set(personKey(environment, digest), null);
      for (const { subject, root, linked } of rows) this.known.set(personKey(environment, subject), { root, linked });
    }
  }

  /**
   * Writes a link, and answers the two persons that it makes one; nothing where it is not the first of its `from`, or
   * both were one before.
   */
  async link(
    { environment, from, to }: SubjectLink,
    position: Position,
    manager: EntityManager,
  ): Promise<{ readonly from: string; readonly to: string } | undefined> {
    this.any = true;
    await this.load(new Map([[environment, new Set([from, to])]]), manager);
    if (this.known.get(personKey(environment, from))?.linked) return undefined;
    // Who was never the `from` of a link stands for itself.
    const root = this.personOf(environment, to);
    await manager.query('UPDATE subject_links SET root = $3 WHERE environment = $1 AND root = $2', [
      environment,
      from,
      root,
    ]);
    await manager.query(
      `INSERT INTO subject_links (environment, subject, root, linked) VALUES ($1, $2, $3, true)
       ON CONFLICT (environment, subject) DO UPDATE SET root = excluded.root, linked = true`,
      [environment, from, root],
    );
    this.known = new Map();
    if (from === root) return undefined;
    await manager.query('INSERT INTO subject_joins (position, environment, subject) VALUES ($1, $2, $3)', [
      position,
      environment,
      from,
    ]);
    return { from, to: root };
  }
}
