import { spawnSync } from 'node:child_process';
import { cp, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish } from './started.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Clones this project, including uncommitted files. */
export async function clone(to: string): Promise<void> {
  await finish(['git', 'clone', '--quiet', ROOT, to], { cwd: dirname(to) });
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--modified', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const path of stdout.split('\0').filter((name) => name !== '')) {
    const isThere = await stat(join(ROOT, path)).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(ROOT, path), join(to, path));
  }
}

/** Makes a second tree of the installed and built files, shared with the first, without data. */
export async function sameTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of ['node_modules', 'dist', 'package.json']) {
    await finish(['cp', '-al', join(from, name), join(to, name)], { cwd: from });
  }
}

/** True if a command succeeds, to find out what is possible on this machine. */
export const works = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
