import { randomBytes } from 'node:crypto';
import { Caller } from './client.js';
import type { BenchPostgres } from './database.js';
import { DIST, startNode, type NodeProcess } from './node-process.js';

/** A standalone Assay in its own process, on a new database of the run's PostgreSQL. */
export interface Standalone extends NodeProcess {
  readonly databaseUrl: string;
  readonly admin: Caller;
  /** The environment for other processes that work with it. */
  readonly environment: Readonly<Record<string, string>>;
}

const secret = (): string => randomBytes(24).toString('base64url');

/**
 * @param dist the `dist` folder, which can be another checkout's for a comparison
 * @param further keys of its environment
 */
export async function startStandalone(
  postgres: BenchPostgres,
  dist = DIST,
  further: Readonly<Record<string, string>> = {},
): Promise<Standalone> {
  const databaseUrl = await postgres.createDatabase();
  const adminKey = secret();
  const environment = {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    ASSAY_ADMIN_KEY: adminKey,
    ASSAY_DECISION_KEYS: `k1:${secret()}`,
    ASSAY_SUBJECT_KEY: secret(),
    ...further,
  };
  const app = await startNode('apps/standalone/main.js', environment, dist);
  return { ...app, databaseUrl, environment, admin: new Caller(app.url, adminKey) };
}
