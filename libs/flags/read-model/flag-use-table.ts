import type { DataSource } from 'typeorm';
import type { Condition } from '../../projections/index.js';
import type { StaleFlag } from '../stale-flag.js';

/** A flag was asked for in an hour. */
export interface FlagUse {
  readonly environment: string;
  readonly flag: string;
  /** Begin of the hour in epoch milliseconds. */
  readonly at: number;
}

/** The hour of the last use by flag, in a schema that rebuilds do not touch: no log has it. */
export class FlagUseTable {
  private created: Promise<void> | undefined;

  constructor(
    /** Of the management read model: what is required by a used flag is used. */
    private readonly source: () => Promise<DataSource>,
    private readonly now: () => Date,
  ) {}

  /** Writes later hours than there are. A flag that a used one requires counts as used; unknown flags are left out. */
  async write(uses: readonly FlagUse[]): Promise<void> {
    const source = await this.ready();
    await source.query(
      `WITH RECURSIVE used(environment, flag, at) AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
         UNION
         SELECT used.environment, required ->> 'flag', used.at
         FROM used JOIN flags ON flags.key = used.flag, json_array_elements(flags.state -> 'requires') required)
       INSERT INTO assay_runtime.flag_use (environment, flag, used_at)
       SELECT used.environment, used.flag, max(used.at) FROM used JOIN flags ON flags.key = used.flag
       GROUP BY 1, 2 ORDER BY 1, 2
       ON CONFLICT (environment, flag) DO UPDATE SET used_at = excluded.used_at
       WHERE excluded.used_at > flag_use.used_at`,
      [
        uses.map(({ environment }) => environment),
        uses.map(({ flag }) => flag),
        uses.map(({ at }) => new Date(at).toISOString()),
      ],
    );
  }

  /** The hours by flag. */
  async of(environment: string, flags: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (flags.length === 0) return new Map();
    const source = await this.ready();
    const rows = await source.query<{ flag: string; used_at: Date }[]>(
      'SELECT flag, used_at FROM assay_runtime.flag_use WHERE environment = $1 AND flag = ANY ($2)',
      [environment, flags],
    );
    return new Map(rows.map(({ flag, used_at }) => [flag, used_at.getTime()]));
  }

  /** Flags that have existed and not been used since then; none, if uses are not known for so long. */
  async unusedSince(environment: string, since: Date, used: readonly string[]): Promise<Condition> {
    await this.ready();
    return {
      sql: `row.state->>'createdAt' < :since
        AND (SELECT began_at FROM assay_runtime.flag_use_began) < CAST(:since AS timestamptz)
        AND NOT row.key = ANY (:used) AND NOT EXISTS (SELECT 1 FROM assay_runtime.flag_use use
          WHERE use.environment = :environment AND use.flag = row.key AND use.used_at >= CAST(:since AS timestamptz))`,
      parameters: { environment, since: since.toISOString(), used },
    };
  }

  /**
   * Flags that are older than `before` and that nobody has asked for since then in any environment, by key after `after`;
   * none, if uses are not known for so long.
   */
  async stale(before: Date, after: string, limit: number): Promise<StaleFlag[]> {
    const source = await this.ready();
    const rows = await source.query<{ flag: string; tags: string[]; created_at: string; used_at: Date | null }[]>(
      `SELECT flags.key AS flag, flags.state -> 'tags' AS tags, flags.state ->> 'createdAt' AS created_at, used.at AS used_at
       FROM flags
       LEFT JOIN (SELECT flag, max(used_at) AS at FROM assay_runtime.flag_use GROUP BY flag) used ON used.flag = flags.key
       WHERE flags.key > $2 AND coalesce(flags.state ->> 'archived', 'false') = 'false'
         AND (flags.state ->> 'createdAt') < $3 AND (used.at IS NULL OR used.at < $1)
         AND (SELECT began_at FROM assay_runtime.flag_use_began) < $1
       ORDER BY flags.key LIMIT $4`,
      [before, after, before.toISOString(), limit],
    );
    return rows.map(({ flag, tags, created_at: createdAt, used_at: usedAt }) => ({
      ...{ flag, tags, since: usedAt?.toISOString() ?? createdAt, isUsed: usedAt !== null },
    }));
  }

  private async ready(): Promise<DataSource> {
    const source = await this.source();
    this.created ??= this.create(source).catch((error: unknown) => {
      this.created = undefined;
      throw error;
    });
    await this.created;
    return source;
  }

  private async create(source: DataSource): Promise<void> {
    await source.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('assay flag use'))`);
      await manager.query('CREATE SCHEMA IF NOT EXISTS assay_runtime');
      await manager.query(`CREATE TABLE IF NOT EXISTS assay_runtime.flag_use (environment text NOT NULL,
        flag text NOT NULL, used_at timestamptz NOT NULL, PRIMARY KEY (environment, flag))`);
      await manager.query(`CREATE TABLE IF NOT EXISTS assay_runtime.flag_use_began (
        id integer PRIMARY KEY CHECK (id = 1), began_at timestamptz NOT NULL)`);
      await manager.query('INSERT INTO assay_runtime.flag_use_began VALUES (1, $1) ON CONFLICT (id) DO NOTHING', [
        this.now().toISOString(),
      ]);
    });
  }
}
