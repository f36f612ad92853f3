import type { SignInTablesSource } from './session-tables.js';

/** An API key, and the begin of the hour of its use in epoch milliseconds. */
export type KeyUse = readonly [keyId: string, at: number];

/** The hour of the last use by API key, in tables that rebuilds do not touch: no log has it. */
export class KeyUseTable {
  constructor(private readonly tables: SignInTablesSource) {}

  /** Writes later hours than there are. */
  async write(uses: readonly KeyUse[]): Promise<void> {
    const source = await this.tables.source();
    const sorted = uses.toSorted(([one], [other]) => (one < other ? -1 : 1));
    await source.query(
      `INSERT INTO key_uses (key_id, used_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
       ON CONFLICT (key_id) DO UPDATE SET used_at = excluded.used_at WHERE excluded.used_at > key_uses.used_at`,
      [sorted.map(([keyId]) => keyId), sorted.map(([, at]) => new Date(at).toISOString())],
    );
  }

  /** The hours by key, epoch milliseconds. */
  async of(keyIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (keyIds.length === 0) return new Map();
    const source = await this.tables.source();
    const rows = await source.query<{ key_id: string; used_at: Date }[]>(
      'SELECT key_id, used_at FROM key_uses WHERE key_id = ANY ($1::uuid[])',
      [keyIds],
    );
    return new Map(rows.map(({ key_id: keyId, used_at: at }) => [keyId, at.getTime()]));
  }
}
