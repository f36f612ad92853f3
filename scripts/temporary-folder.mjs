import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

// For PostgreSQL's databases of a run, and an unpacked browser.
const NEEDED_BYTES = 2 ** 30;
const NOBODY = 65534;

/** A temporary folder with enough space. If root runs this, other users must be able to enter: PostgreSQL is one. */
export function temporaryFolder() {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => hasRoom(folder) && isOpen(folder));
  if (found !== undefined) return found;
  const own = resolve('coverage/tmp');
  mkdirSync(own, { recursive: true });
  return own;
}

function hasRoom(folder) {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= NEEDED_BYTES;
  } catch {
    return false;
  }
}

function isOpen(folder) {
  if (process.getuid?.() !== 0) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', uid: NOBODY, gid: NOBODY }).status === 0;
}
