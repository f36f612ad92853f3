import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartFailure, systemCode } from '../platform/start-failure.js';
import { isReachable, type PostgresUser } from './postgres-user.js';

// The system does not clean these up, unlike /tmp and /var/tmp.
const CANDIDATES = ['/var/lib/assay', '/opt/assay', '/srv/assay'];

/**
 * A folder of root for files that PostgreSQL's user must reach. Only root can change it or a folder on its path, so no
 * other user can have planted files there.
 * @throws StartFailure if no candidate works
 */
export async function sharedFolder(user: PostgresUser, candidates: readonly string[] = CANDIDATES): Promise<string> {
  const problems: string[] = [];
  for (const folder of candidates) {
    const problem = (await made(folder)) ?? (await untrusted(folder));
    if (problem === undefined && (await isReachable(user, folder, 'enter'))) return folder;
    problems.push(problem ?? `${folder} cannot be entered by ${user.name}`);
  }
  throw new StartFailure(
    `PostgreSQL runs as the user ${user.name} and needs a place that this user reaches, but ${problems.join(', ')}: ` +
      'put Assay and its data folder (ASSAY_DATA_DIR) where every user may enter',
  );
}

/** Makes a folder that users can enter but not list. @returns the error, if any */
async function made(folder: string): Promise<string | undefined> {
  try {
    if ((await lstat(folder).catch(() => undefined)) !== undefined) return undefined;
    await mkdir(dirname(folder), { recursive: true });
    // A concurrent start may make it too.
    const first = await mkdir(folder, { recursive: true });
    if (first !== undefined) await chmod(folder, 0o711);
    return undefined;
  } catch (error) {
    return `${folder} cannot be made (${systemCode(error) ?? String(error)})`;
  }
}

/** Why a folder is not trusted: a part of its path can be changed by other users than root. */
async function untrusted(folder: string): Promise<string | undefined> {
  for (let path = await realpath(folder); ; path = dirname(path)) {
    const found = await lstat(path);
    if (!found.isDirectory()) return `${path} is not a folder`;
    if (found.uid !== 0) return `${path} does not belong to root`;
    if ((found.mode & 0o022) !== 0) return `${path} can be changed by others than root`;
    if (path === dirname(path)) return undefined;
  }
}

/** Makes a folder inside the shared one that users can enter but not list. */
export async function folderWithin(shared: string, name: string): Promise<string> {
  const folder = join(shared, name);
  await mkdir(folder);
  await chmod(folder, 0o711);
  return folder;
}
