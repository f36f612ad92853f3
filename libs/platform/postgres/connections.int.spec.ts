import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { startTcpProxy, type TcpProxy } from '../../../test/support/tcp-proxy.js';
import { until } from '../../../test/support/until.js';
import { endConnection, Pool, postgresDriver, singleConnection } from './connections.js';
import { databaseFailureOf } from './failure.js';

describe('a connection to PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let url: string;
  let closing: (() => Promise<unknown>)[];

  beforeEach(async () => {
    database = await createDatabase();
    const { hostname, port } = new URL(database.url);
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    const through = new URL(database.url);
    through.hostname = '127.0.0.1';
    through.port = String(proxy.port);
    url = through.href;
    closing = [];
  });

  afterEach(async () => {
    await proxy.stop();
    for (const close of closing) await close();
    await database.drop();
  });

  const pool = (silenceMs?: number): Pool => {
    const made = new Pool({ connectionString: url, max: 2, ...(silenceMs && { silenceMs }) });
    closing.push(() => made.end());
    return made;
  };

  const terminate = (): Promise<unknown> =>
    database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);

  const DEATHS: readonly [string, () => unknown][] = [
    ['the server ends it (57P01)', () => terminate()],
    ['the network cuts it', () => proxy.cut()],
    ['the network resets it', () => proxy.reset()],
    ['the server closes its half', () => proxy.halfClose()],
  ];

  describe.each(DEATHS)('where %s', (_, die) => {
    it('while it is in use and no statement runs, ends no process, and the pool goes on', async () => {
      const used = pool();
      const client = await used.connect();
      const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
      await client.query('BEGIN');
      // Without it, the 'error' that follows would be thrown in nobody's hands.
      expect(client.listenerCount('error')).toBeGreaterThan(0);
      await die();
      await ended;
      const failure = await client.query('SELECT 1').catch((error: unknown) => error);
      expect(databaseFailureOf(failure)).toBe('away');
      client.release(true);
      expect((await used.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    });

    it("while a statement runs, fails that statement as 'away'", async () => {
      const used = pool();
      const sleeping = used.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
      await until(
        'the statement to run',
        () => proxy.connections === 1 && used.idleCount === 0 && used.totalCount === 1,
      );
      await until('the server to work on it', async () => {
        const [{ running } = { running: 0 }] = await database.query<{ running: number }>(
          `SELECT count(*)::integer AS running FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`,
        );
        return running > 0;
      });
      await die();
      expect(databaseFailureOf(await sleeping)).toBe('away');
    });

    it("in a transaction of TypeORM's, fails that transaction as 'away', and the next one goes through", async () => {
      const source = await new DataSource({
        type: 'postgres',
        driver: postgresDriver,
        url,
        poolErrorHandler: () => undefined,
      }).initialize();
      closing.push(() => source.destroy());
      const failure = await source
        .transaction(async (manager) => {
          const [{ pid } = { pid: 0 }] = await manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
          await die();
          await until('the backend to be gone, or the connection', async () => {
            const [row] = await database.query<{ n: number }>(
              `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE pid = ${pid}`,
            );
            return row?.n === 0 || proxy.connections === 0;
          });
          await manager.query('SELECT 1');
          await manager.query('SELECT 2');
        })
        .catch((error: unknown) => error);
      expect(databaseFailureOf(failure)).toBe('away');
      expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
  });

  it('is given up when a network swallows every byte, instead of waiting for ever', async () => {
    const used = pool(300);
    await used.query('SELECT 1');
    proxy.stall(true);
    const failure = await used.query('SELECT 1').catch((error: unknown) => error);
    expect(databaseFailureOf(failure)).toBe('away');
    proxy.stall(false);
    await used.query('SELECT 1');
  });

  it('apart from pools says goodbye within a second, also to nobody', async () => {
    const client = singleConnection({ connectionString: url });
    await client.connect();
    proxy.stall(true);
    await endConnection(client);
    expect(client).toBeInstanceOf(pg.Client);
  });
});
