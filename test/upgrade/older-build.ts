import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
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
    await installLacking(root, folder);
    await finish(['npm', 'run', 'build', '--', '--apps'], { cwd: root });
    return { root, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Installs beside the folder, where Node looks next, the packages of the build that this project no longer has. */
async function installLacking(root: string, beside: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const lacking = Object.entries(dependencies).filter(([name]) => !existsSync(join(root, 'node_modules', name)));
  if (lacking.length === 0) return;
  const options = ['--prefix', beside, '--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const packages = lacking.map(([name, version]) => `${name}@${version}`);
  await finish(['npm', 'install', ...options, ...packages], { cwd: beside });
}
