import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';

/** A fresh data folder for a standalone with its own PostgreSQL. */
export async function startDataFolder(): Promise<Pick<TestStores, 'environment' | 'stop'>> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-chaos-'));
  // If the tests run as root, PostgreSQL runs as another user, which must reach the folder.
  await chmod(folder, 0o755);
  return {
    environment: { ASSAY_DATA_DIR: folder, ASSAY_ADMIN_KEY: ADMIN_KEY },
    stop: async () => {
      await stopPostgres(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Stops the PostgreSQL of a standalone that was killed. */
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
