import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../install/clone.js';
import { finish } from '../install/started.js';

/** The last commit before version 2 of stored telemetry and of decision ids. */
export const OLDER_COMMIT = 'a575286';

/** A build of that commit. */
export interface OlderBuild {
  /** Its folder, with `dist`. */
  readonly root: string;
  remove(): Promise<void>;
}

/** The reason if there can be no older build: a tarball and a shallow clone lack the commit. */
export function whyNoOlderBuild(): string | undefined {
  const { status } = spawnSync('git', ['cat-file', '-e', `${OLDER_COMMIT}^{commit}`], { cwd: ROOT });
  return status === 0 ? undefined : `the git history here lacks ${OLDER_COMMIT}`;
}

/** Builds the older commit in a temporary folder, with this project's packages and those that only it needs. */
export async function buildOlder(): Promise<OlderBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-older-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'source.tar');
    await finish(['git', 'archive', '--output', archive, OLDER_COMMIT], { cwd: ROOT });
    const root = join(folder, 'assay');
    await mkdir(root);
    await finish(['tar', '--extract', '--file', archive], { cwd: root });
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    await linkLacking(folder);
    await finish(['npm', 'run', 'build', '--', '--apps'], { cwd: root });
    return { root, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Packages that the build needs and this project no longer has, by the name under which this project installs them. */
const OF_OLDER_BUILD = { 'class-transformer': 'class-transformer-of-older-build' };

/** Links them beside the folder, where Node looks next. */
async function linkLacking(beside: string): Promise<void> {
  const packages = join(beside, 'node_modules');
  await mkdir(packages);
  for (const [name, installed] of Object.entries(OF_OLDER_BUILD)) {
    await symlink(join(ROOT, 'node_modules', installed), join(packages, name));
  }
}
