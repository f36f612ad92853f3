import type pg from 'pg';
import { Pool, STATEMENT_TIMEOUT_MS } from '../../platform/postgres/connections.js';
import { databaseFailureOf } from '../../platform/postgres/failure.js';

/** The state of a projection for operators: completed requests, and the progress of a rebuild. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly rebuilt_for: number;
  readonly replayed_for: number;
  readonly rebuilding: boolean;
  readonly rebuild_handled: number;
  readonly rebuild_started_at: Date | null;
  readonly rebuild_finished_at: Date | null;
}

/** One row per projection, in a schema that rebuilds do not touch. */
export class StatusTable {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new Pool({ connectionString: url, max: 2, statement_timeout: STATEMENT_TIMEOUT_MS });
  }

  async create(): Promise<void> {
    await this.pool.query(`
      SELECT pg_advisory_lock(hashtext('assay projection status'));
      CREATE SCHEMA IF NOT EXISTS assay_runtime;
      CREATE TABLE IF NOT EXISTS assay_runtime.projection_status (projection text PRIMARY KEY,
        rebuilt_for integer NOT NULL DEFAULT -1, replayed_for integer NOT NULL DEFAULT -1,
        rebuilding boolean NOT NULL DEFAULT false, rebuild_handled bigint NOT NULL DEFAULT 0,
        rebuild_started_at timestamptz, rebuild_finished_at timestamptz);
      SELECT pg_advisory_unlock_all();`);
  }

  /** Undefined if the projection had no request yet, or the table does not exist yet. */
  async read(projection: string): Promise<ProjectionStatus | undefined> {
    try {
      const result = await this.pool.query<ProjectionStatus>(
        `SELECT projection, rebuilt_for, replayed_for, rebuilding, rebuild_handled::integer AS rebuild_handled,
           rebuild_started_at, rebuild_finished_at
         FROM assay_runtime.projection_status WHERE projection = $1`,
        [projection],
      );
      return result.rows[0];
    } catch (error) {
      if (databaseFailureOf(error) === 'missing_table') return undefined;
      throw error;
    }
  }

  async noteRebuild(
    projection: string,
    handled: number,
    state: 'started' | 'going' | { readonly doneFor: number },
  ): Promise<void> {
    const done = typeof state === 'object';
    await this.pool.query(
      `INSERT INTO assay_runtime.projection_status (projection, rebuilding, rebuild_handled, rebuild_started_at)
       VALUES ($1, $2, $3, now())
       ON CONFLICT (projection) DO UPDATE SET rebuilding = $2, rebuild_handled = $3,
         rebuild_started_at = CASE WHEN $4 THEN now() ELSE projection_status.rebuild_started_at END,
         rebuild_finished_at = CASE WHEN $2 THEN NULL ELSE now() END,
         rebuilt_for = greatest(projection_status.rebuilt_for, $5)`,
      [projection, !done, handled, state === 'started', done ? state.doneFor : -1],
    );
  }

  async noteReplay(projection: string, doneFor: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO assay_runtime.projection_status (projection, replayed_for) VALUES ($1, $2)
       ON CONFLICT (projection) DO UPDATE SET replayed_for = greatest(projection_status.replayed_for, $2)`,
      [projection, doneFor],
    );
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
