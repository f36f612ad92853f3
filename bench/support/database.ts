import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startLocalPostgres } from '../../apps/standalone/local-postgres.js';
import { createLogger } from '../../libs/platform/logging/logger.js';

/** The PostgreSQL of the run: product and baseline use the same server and settings. */
export interface BenchPostgres {
  /** Creates a database. @returns its connection string */
  createDatabase(): Promise<string>;
  /** The version, and the settings that define 'durable'. */
  describe(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL as standalone does, on a folder of its own. */
export async function startPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  // If root runs this, PostgreSQL runs as another user, which must be able to enter the folder.
  await chmod(folder, 0o711);
  const server = await startLocalPostgres({ dataDir: folder, isDataDirChosen: true }, createLogger('bench', 'error'));
  return {
    createDatabase: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      await query(server.url, `CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    describe: async () => {
      const rows = await query<{ name: string; setting: string }>(
        server.url,
        `SELECT name, setting FROM pg_settings
         WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name`,
      );
      const settings = new Map(rows.map((row) => [row.name, row.setting]));
      const version = settings.get('server_version') ?? '?';
      settings.delete('server_version');
      return `${version} (${[...settings].map(([name, setting]) => `${name} ${setting}`).join(', ')})`;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
