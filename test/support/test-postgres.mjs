import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  binariesFor,
  freePort,
  isReachable,
  postgresUser,
  PostgresServer,
  sharedFolder,
} from '../../libs/local-postgres/index.js';

const SETTINGS = [
  'max_connections=300',
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // There are many databases, each for a few seconds.
  'autovacuum=off',
  'shared_buffers=512MB',
];
const NEEDED_BYTES = 2 ** 30;

/** A fresh PostgreSQL on a free loopback port, durability off: its data lives only as long as the run. */
export async function startTestPostgres() {
  const user = await postgresUser();
  const folder = await emptyFolder(user);
  const port = await freePort();
  const server = new PostgresServer({
    binaries: await binariesFor(user),
    folder: join(folder, 'data'),
    user,
    password: 'assay',
    port,
    authMethod: 'password',
    settings: SETTINGS,
    apartFromTerminal: false,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://assay:assay@127.0.0.1:${port}/postgres`,
    halt: () => server.stop(),
    start: () => server.start(),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In the first place that has room and that PostgreSQL's user reaches: a private or full /tmp is none. */
async function emptyFolder(user) {
  for (const place of [tmpdir(), '/tmp', '/var/tmp']) {
    const { bavail = 0, bsize = 0 } = await statfs(place).catch(() => ({}));
    if (bavail * bsize < NEEDED_BYTES) continue;
    if (user === undefined || (await isReachable(user, place, 'enter'))) return folderIn(place);
  }
  return folderIn(user === undefined ? tmpdir() : await sharedFolder(user));
}

async function folderIn(place) {
  const folder = await mkdtemp(join(place, 'assay-test-pg-'));
  // PostgreSQL may run as another user, which works in it.
  await chmod(folder, 0o711);
  return folder;
}
