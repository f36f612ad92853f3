import QuickLRU from 'quick-lru';
import type { EntityManager } from 'typeorm';
import type { Position } from '../../event-store/index.js';
import { rowsByKeys } from '../../projections/index.js';
import type { SubjectLink } from '../../telemetry/index.js';
import { personKey } from '../aggregation/waiting.js';

const CACHE_SIZE = 50_000;

interface Link {
  readonly root: string;
  readonly linked: boolean;
}

/** The links of some digests, by environment and digest. */
export type Links = ReadonlyMap<string, Link>;
export const NO_LINKS: Links = new Map();

/** The subject that a digest stands for: itself, unless it is linked. */
export function personIn(links: Links, environment: string, digest: string): string {
  return links.get(personKey(environment, digest))?.root ?? digest;
}

/** Which subject each digest stands for. Chains of links are followed when they are made: every digest names its root. */
export class LinkCache {
  /** Null: has no link. */
  private readonly known: QuickLRU<string, Link | null>;
  /** Until the first link, nobody needs to look for some. */
  private any: boolean | undefined;

  constructor(size = CACHE_SIZE) {
    this.known = new QuickLRU({ maxSize: size });
  }

  clear(): void {
    this.known.clear();
    this.any = undefined;
  }

  /** The links of these digests, by environment. The cache may forget one while another is loaded; the answer has all. */
  async load(digests: ReadonlyMap<string, ReadonlySet<string>>, manager: EntityManager): Promise<Links> {
    this.any ??= (await manager.query<unknown[]>('SELECT 1 FROM subject_links LIMIT 1')).length > 0;
    if (!this.any) return NO_LINKS;
    const links = new Map<string, Link>();
    for (const [environment, wanted] of digests) {
      const missing: string[] = [];
      for (const digest of wanted) {
        const key = personKey(environment, digest);
        const known = this.known.get(key);
        if (known) links.set(key, known);
        else if (known === undefined) missing.push(digest);
      }
      if (missing.length === 0) continue;
      const rows = await manager.query<(Link & { subject: string })[]>(
        rowsByKeys('subject_links', 'subject, root, linked', { subject: '$1::text[]' }, 'environment = $2'),
        [missing, environment],
      );
      for (const digest of missing) this.known.set(personKey(environment, digest), null);
      for (const { subject, root, linked } of rows) {
        const key = personKey(environment, subject);
        links.set(key, { root, linked });
        this.known.set(key, { root, linked });
      }
    }
    return links;
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
    const links = await this.load(new Map([[environment, new Set([from, to])]]), manager);
    if (links.get(personKey(environment, from))?.linked) return undefined;
    // Who was never the `from` of a link stands for itself.
    const root = personIn(links, environment, to);
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
    this.known.clear();
    if (from === root) return undefined;
    await manager.query('INSERT INTO subject_joins (position, environment, subject) VALUES ($1, $2, $3)', [
      position,
      environment,
      from,
    ]);
    return { from, to: root };
  }
}
