import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';

/** A fresh data folder in which standalone keeps a PostgreSQL of its own. */
export async function startDataFolder(): Promise<Pick<TestStores, 'environment' | 'stop'>> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-chaos-'));
  // Where the tests run as root, PostgreSQL runs as another user, who must reach the folder.
  await chmod(folder, 0o755);
  return {
    environment: { ASSAY_DATA_DIR: folder, ASSAY_ADMIN_KEY: ADMIN_KEY },
    stop: async () => {
      await stopPostgres(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a standalone that did not end in order left running. */
async function stopPostgres(folder: string): Promise<void> {
  const postmaster = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(postmaster.split('\n')[0]);
  if (!(pid > 0)) return;
  process.kill(pid, 'SIGINT');
  await until('the end of PostgreSQL', () => !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
