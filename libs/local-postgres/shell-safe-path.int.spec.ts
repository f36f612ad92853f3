import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { binariesFor, programOf, type Binaries } from './binaries.js';
import { PostgresServer } from './postgres-server.js';
import { postgresUser } from './postgres-user.js';

let folder: string;

beforeEach(async () => {
  // Not in a folder for temporary files: the test looks at what is left there.
  folder = await mkdtemp('/var/tmp/assay-shell-');
  await chmod(folder, 0o711);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is installed, as if it were in another folder. */
async function installedIn(name: string): Promise<Binaries> {
  const installed = await binariesFor(await postgresUser());
  const there = { ...installed, folder: join(folder, name) };
  await mkdir(join(there.folder, 'bin'), { recursive: true });
  for (const one of ['bin/postgres', 'lib', 'share']) {
    await symlink(join(installed.folder, one), join(there.folder, one));
  }
  await copyFile(programOf(installed, 'initdb'), programOf(there, 'initdb'));
  return there;
}

it.each(['it"s', '$HOME', '$(exit 1)', '`exit 1`', 'back\\slash', "d'été & (1) 日本"])(
  'a database is made by programs in a folder that is called %s',
  async (name) => {
    const before = await readdir(process.env['TMPDIR'] ?? '/tmp');
    const server = new PostgresServer({
      binaries: await installedIn(name),
      folder: join(folder, 'database'),
      user: await postgresUser(),
      password: 'of the test',
      port: 0,
      settings: [],
      authMethod: 'password',
      apartFromTerminal: false,
    });
    await server.initialise();
    expect(await readFile(join(folder, 'database/PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
    const left = (await readdir(process.env['TMPDIR'] ?? '/tmp')).filter((one) => one.startsWith('assay-initdb-'));
    expect(left.filter((one) => !before.includes(one))).toEqual([]);
  },
);
