import { randomBytes } from 'node:crypto';
import { lchown, lstat, readdir, readFile, readlink, realpath, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartFailure, systemCode } from '../platform/start-failure.js';
import { exists } from './binaries.js';
import { isReachable, isRoot, postgresUser, type PostgresUser } from './postgres-user.js';
import { folderWithin, sharedFolder } from './shared-folder.js';

/** The folder of a data folder's database, which may not exist yet, and the user that runs it. */
export interface DatabaseLocation {
  readonly folder: string;
  /** Undefined: the user that runs Assay. */
  readonly user: PostgresUser | undefined;
  /** One line for the operator that says why the database is not in the data folder. */
  readonly elsewhere?: string;
}

// The database in the data folder: a folder, or a link to one.
const NAME = 'postgres';
// A file next to a database outside of its data folder: it names the data folder.
const MADE_FOR = 'made-for';

/**
 * Finds the database of a data folder. A new one is made inside. If PostgreSQL's user cannot reach the data folder, it
 * is made in a folder of root, and the data folder links there, unless an operator chose the data folder.
 * @throws StartFailure that says what to do
 */
export async function findDatabase(dataDir: string, isChosen: boolean): Promise<DatabaseLocation> {
  const path = join(dataDir, NAME);
  const found = await lstat(path).catch(absent);
  if (found === undefined) return placeForNew(dataDir, isChosen);
  if (found.isSymbolicLink()) return linkedFrom(dataDir, path);
  return existing(path);
}

async function placeForNew(dataDir: string, isChosen: boolean): Promise<DatabaseLocation> {
  const user = await postgresUser();
  const inside = { folder: join(dataDir, NAME), user };
  if (user === undefined || (await isReachable(user, dataDir, 'enter'))) return inside;
  if (isChosen) throw await unreachable(user, dataDir);
  const folder = join(await folderWithin(await sharedFolder(user), randomBytes(8).toString('hex')), NAME);
  await writeFile(join(dirname(folder), MADE_FOR), `${await realpath(dataDir)}\n`, { mode: 0o600 });
  // The link is made first, so that the next start continues here after an interruption.
  await symlink(folder, join(dataDir, NAME));
  return { folder, user, elsewhere: await whyElsewhere(user, dataDir, folder) };
}

async function linkedFrom(dataDir: string, link: string): Promise<DatabaseLocation> {
  const target = await readlink(link);
  const owner = (await readFile(join(dirname(target), MADE_FOR), 'utf8').catch(() => '')).trimEnd();
  if (owner !== '') await claim(target, owner, await realpath(dataDir), link);
  if (await exists(link)) {
    const place = await existing(await realpath(link));
    if (owner === '' || place.user === undefined) return place;
    return { ...place, elsewhere: await whyElsewhere(place.user, dataDir, target) };
  }
  const user = await postgresUser();
  if (owner !== '' && user !== undefined) {
    return { folder: target, user, elsewhere: await whyElsewhere(user, dataDir, target) };
  }
  throw new StartFailure(
    `the database of ${dataDir} was in ${target}, which is not there: bring it back, or remove the link ${link} to begin with an empty one`,
  );
}

/** A moved data folder keeps its database. A copied data folder must not use the original's database. */
async function claim(target: string, owner: string, dataDir: string, link: string): Promise<void> {
  if (owner === dataDir) return;
  const others = await readlink(join(owner, NAME)).catch(() => undefined);
  if (others === target) {
    throw new StartFailure(
      `the data folder ${dataDir} is a copy of ${owner}, whose database is in ${target}: remove the link ${link} to begin with an empty one`,
    );
  }
  await writeFile(join(dirname(target), MADE_FOR), `${dataDir}\n`, { mode: 0o600 });
}

async function existing(folder: string): Promise<DatabaseLocation> {
  const owner = await lstat(folder);
  if (!isRoot()) {
    if (process.geteuid !== undefined && owner.uid !== process.geteuid()) {
      throw new StartFailure(
        `the database in ${folder} belongs to another user (id ${owner.uid}): start Assay as that user or as root`,
      );
    }
    return { folder, user: undefined };
  }
  const user = await postgresUser(folder);
  if (user === undefined) return { folder, user };
  // Root restored it from a backup.
  if (owner.uid === 0) await giveTo(user, folder);
  if (!(await isReachable(user, dirname(folder), 'enter'))) throw await unreachable(user, dirname(folder));
  return { folder, user };
}

async function giveTo(user: PostgresUser, path: string): Promise<void> {
  await lchown(path, user.uid, user.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTo(user, join(path, name));
}

async function whyElsewhere(user: PostgresUser, dataDir: string, folder: string): Promise<string> {
  const blocked = await firstBlocked(user, dataDir);
  const reason = blocked === undefined ? '' : `, which runs as the user ${user.name} and may not enter ${blocked},`;
  return `PostgreSQL${reason} keeps the data in ${folder} (${join(basename(dataDir), NAME)} links there)`;
}

async function unreachable(user: PostgresUser, dataDir: string): Promise<StartFailure> {
  const blocked = (await firstBlocked(user, dataDir)) ?? dataDir;
  return new StartFailure(
    `PostgreSQL runs as the user ${user.name}, who may not enter ${blocked}: allow it with \`chmod o+x '${blocked}'\`, ` +
      'move the data folder to where every user may enter and name it in ASSAY_DATA_DIR, or start Assay as another user than root',
  );
}

/** The outermost folder on the path that the user cannot enter. */
async function firstBlocked(user: PostgresUser, folder: string): Promise<string | undefined> {
  const way: string[] = [];
  for (let path = await realpath(folder); !way.includes(path); path = dirname(path)) way.unshift(path);
  for (const path of way) {
    if (!(await isReachable(user, path, 'enter'))) return path;
  }
  return undefined;
}

function absent(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}
