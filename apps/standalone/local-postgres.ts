import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { binariesFor, exists, findDatabase, freePort, PostgresServer } from '../../libs/local-postgres/index.js';
import type { Config } from '../../libs/platform/config.js';
import type { Logger } from '../../libs/platform/logging/logger.js';
import { StartFailure } from '../../libs/platform/start-failure.js';
import { claimFolder, inDataFolder } from './data-folder.js';
import { SupervisedPostgres, postmasterOf } from './supervised-postgres.js';
import { isAlive, runs } from './processes.js';

const LEFT_BEHIND_TIMEOUT_MS = 20_000;
const UNFINISHED = '.new-';
const SETTINGS = [
  ...['max_connections=100', 'shared_buffers=256MB', 'max_wal_size=2GB'],
  ...['idle_in_transaction_session_timeout=30s', 'jit=off', 'wal_compression=on'],
];

export interface LocalPostgres {
  readonly url: string;
  /** One line for the operator that says why the data is not in the data folder. */
  readonly elsewhere: string | undefined;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a data folder on a free loopback port. It first stops a server that a killed Assay
 * left running. It restarts a server that dies, on the same port.
 * @throws StartFailure, for example while another Assay works there
 */
export function startLocalPostgres(
  config: Pick<Config, 'dataDir' | 'isDataDirChosen'>,
  logger: Logger,
): Promise<LocalPostgres> {
  const { dataDir, isDataDirChosen } = config;
  return inDataFolder(dataDir, async () => {
    const letGo = await claimFolder(dataDir);
    const { folder, user, elsewhere } = await findDatabase(dataDir, isDataDirChosen);
    await stopLeftBehind(folder, logger);
    const isNew = !(await exists(folder));
    const password = await savedPassword(dataDir, isNew);
    const common = { binaries: await binariesFor(user), user, password, port: await freePort(), settings: SETTINGS };
    const server = (at: string): PostgresServer =>
      new PostgresServer({
        ...common,
        folder: at,
        authMethod: 'scram-sha-256',
        apartFromTerminal: true,
        onOutput: (text) => logger.debug({ text }, 'embedded PostgreSQL'),
      });
    if (isNew) await initialise(folder, server);
    const running = new SupervisedPostgres(server(folder), folder, logger);
    await running.start();
    logger.info({ folder, user: user?.name, port: common.port }, 'the embedded PostgreSQL runs');
    return {
      url: `postgres://assay:${password}@127.0.0.1:${common.port}/postgres`,
      elsewhere,
      stop: async () => {
        await running.stop();
        await letGo();
      },
    };
  });
}

/** Makes the database under a temporary name, then renames it: a partial database can look complete. */
async function initialise(folder: string, server: (folder: string) => PostgresServer): Promise<void> {
  const around = dirname(folder);
  const leftBehind = (await readdir(around)).filter((name) => name.startsWith(`${basename(folder)}${UNFINISHED}`));
  // Its initdb may still be writing; a later start removes the rest.
  for (const name of leftBehind) await rm(join(around, name), { recursive: true, force: true }).catch(() => undefined);
  const unfinished = `${folder}${UNFINISHED}${randomBytes(4).toString('hex')}`;
  await server(unfinished).initialise();
  await rename(unfinished, folder);
}

async function stopLeftBehind(folder: string, logger: Logger): Promise<void> {
  const pid = await postmasterOf(folder);
  if (!(await runs(pid, folder))) return;
  logger.warn({ pid }, 'stopping a PostgreSQL that an earlier Assay left running');
  // SIGINT is PostgreSQL's fast shutdown: it ends its sessions and writes a checkpoint.
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + LEFT_BEHIND_TIMEOUT_MS;
  while (isAlive(pid) && (await exists(join(folder, 'postmaster.pid')))) {
    if (performance.now() > deadline) {
      throw new StartFailure(
        `the PostgreSQL with process id ${pid}, which an earlier Assay left running, does not stop`,
      );
    }
    await sleep(50);
  }
}

async function savedPassword(dataDir: string, isNew: boolean): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const saved = (await exists(path)) ? (await readFile(path, 'utf8')).trim() : '';
  if (saved !== '') return saved;
  if (!isNew)
    throw new StartFailure(
      `${path} is missing, and the database cannot be opened without: bring it back from a backup`,
    );
  const password = randomBytes(24).toString('base64url');
  // Written to a temporary file and renamed, so that a crash leaves no partial password.
  await writeFile(`${path}.new`, `${password}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return password;
}
