import { Pool } from '../../libs/platform/postgres/connections.js';
import { startTestPostgres } from '../support/test-postgres.mjs';
import { until } from '../support/until.js';

/** A PostgreSQL for one test, which can stop, kill and reconfigure it. */
export interface OwnPostgres {
  readonly url: string;
  readonly port: number;
  /** The URL of the same server through another port. */
  urlAt(port: number): string;
  query<Row extends object>(text: string): Promise<Row[]>;
  /** Ends every session and the server, in order. */
  stopFast(): Promise<void>;
  /** Kills it; it recovers from its log when it is started again. */
  crash(): Promise<void>;
  startAgain(): Promise<void>;
  /** Makes all new transactions read-only, or writable again. */
  readOnly(on: boolean): Promise<void>;
  /** Ends every session but its own. */
  terminateAll(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const server = await startTestPostgres();
  const { port } = new URL(server.url);
  const pool = new Pool({ connectionString: server.url, max: 2 });
  const query = async <Row extends object>(text: string): Promise<Row[]> => (await pool.query<Row>(text)).rows;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const [file] = await query<{ pid: string }>(`SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid`);
    const pid = Number(file?.pid);
    process.kill(pid, signal);
    await until('the end of PostgreSQL', () => !isAlive(pid));
  };
  return {
    url: server.url,
    port: Number(port),
    urlAt: (other) => server.url.replace(`:${port}/`, `:${other}/`),
    query,
    stopFast: () => end('SIGINT'),
    crash: () => end('SIGQUIT'),
    // Processes of the ended server may still hold its memory for a short time, so the start is retried.
    startAgain: async () => {
      await until('PostgreSQL to start again', async () => {
        await server.start().catch(() => undefined);
        return query('SELECT 1').catch(() => false as const);
      });
    },
    readOnly: async (on) => {
      await query(`ALTER SYSTEM SET default_transaction_read_only = ${on ? 'on' : 'off'}`);
      await query('SELECT pg_reload_conf()');
    },
    terminateAll: async () => {
      await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`).catch(() => undefined);
    },
    stop: async () => {
      await pool.end();
      await server.stop();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
