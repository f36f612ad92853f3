import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartFailure, systemCode } from '../platform/start-failure.js';

const run = promisify(execFile);

/** The user that runs PostgreSQL if Assay runs as root: PostgreSQL refuses root. */
export interface PostgresUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';
// Every system has this user. The data is safe from other users, but not from other programs of this user.
const LAST_RESORT = 'nobody';
// For Debian and Fedora (the second if the group already exists), then for BusyBox.
const WAYS_TO_ADD: readonly (readonly string[])[] = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME],
  ['useradd', '--system', '--gid', NAME, '--no-create-home', '--shell', '/bin/false', NAME],
  ['adduser', '-S', '-D', '-H', '-s', '/bin/false', NAME],
];

export const isRoot = (): boolean => process.geteuid?.() === 0;

/** The user that runs PostgreSQL: the owner of an existing database. Undefined: the user that runs Assay. */
export async function postgresUser(database?: string): Promise<PostgresUser | undefined> {
  if (!isRoot()) return undefined;
  const owner = database === undefined ? undefined : await lstat(database);
  if (owner !== undefined && owner.uid !== 0) return named(owner.uid, owner.gid);
  const user = (await userOf(NAME)) ?? (await added()) ?? (await userOf(LAST_RESORT));
  if (user === undefined) {
    throw new StartFailure(
      `PostgreSQL does not run as root, and no user "${NAME}" could be added: start Assay as another user, or name a server in DATABASE_URL`,
    );
  }
  return user;
}

/** True if the user can enter a folder, read a file or run a program. A process of the user tries it. */
export async function isReachable(user: PostgresUser, path: string, how: 'enter' | 'read' | 'run'): Promise<boolean> {
  const question = { enter: 'cd "$1"', read: 'test -r "$1"', run: '"$1" --version' }[how];
  try {
    await run('/bin/sh', ['-c', question, 'sh', path], { cwd: '/', uid: user.uid, gid: user.gid, timeout: 10_000 });
    return true;
  } catch (error) {
    if (['EPERM', 'EINVAL'].includes(systemCode(error) ?? '')) {
      throw new StartFailure(
        `PostgreSQL does not run as root, and this root may not run programs as the user ${user.name} (${systemCode(error)}): start Assay as another user, or name a server in DATABASE_URL`,
        error,
      );
    }
    return false;
  }
}

async function added(): Promise<PostgresUser | undefined> {
  for (const [command = '', ...args] of WAYS_TO_ADD) {
    await run(command, args).catch(() => undefined);
    // A concurrent start may have added the user.
    const user = await userOf(NAME);
    if (user !== undefined) return user;
  }
  return undefined;
}

async function userOf(name: string): Promise<PostgresUser | undefined> {
  const [uid, gid] = await Promise.all([id('-u', name), id('-g', name)]);
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

async function named(uid: number, gid: number): Promise<PostgresUser> {
  return { name: (await id('-nu', String(uid))) ?? `with the id ${uid}`, uid, gid };
}

async function id(...args: string[]): Promise<string | undefined> {
  return run('id', args).then(
    ({ stdout }) => stdout.trim() || undefined,
    () => undefined,
  );
}
