import { chmod, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot } from '../../libs/local-postgres/index.js';
import { isError, reasonOf, StartFailure, systemCode } from '../../libs/platform/start-failure.js';
import { runs, startOf } from './processes.js';

const LOOK_AGAIN_MS = 50;
const MAX_LOOKS = 20;

/** Runs `work` in the data folder. @throws StartFailure if the folder or a file in it cannot be read or written */
export async function inDataFolder<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    await make(dataDir);
    return await work();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const path = isError(error) && 'path' in error ? String(error.path) : dataDir;
    const where = path === dataDir ? '' : ` at ${path}`;
    throw new StartFailure(
      `the data folder ${dataDir} cannot be used${where}: ${reasonOf(error)}; fix that, or name another folder in ASSAY_DATA_DIR`,
      error,
    );
  }
}

/** Makes the folder. If root makes it, PostgreSQL's user can enter it but not list it, whatever root's umask is. */
async function make(dataDir: string): Promise<void> {
  const first = await makeWithParents(dataDir);
  if (first === undefined || !isRoot()) return;
  for (let folder = dataDir; folder.length >= first.length; folder = dirname(folder)) await chmod(folder, 0o711);
}

/** `mkdir -p`. Node's own never returns in places such as /proc. @returns the first folder made */
async function makeWithParents(folder: string): Promise<string | undefined> {
  try {
    return await makeOne(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    const first = await makeWithParents(dirname(folder));
    return (await makeOne(folder)) === undefined ? first : (first ?? folder);
  }
}

/** @returns undefined if the folder exists, for example because a concurrent start made it */
async function makeOne(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined;
    throw error;
  }
}

/** Claims the folder for this process. @returns the release @throws StartFailure while another Assay works there */
export async function claimFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'assay.pid');
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const claimed = await open(path, 'wx').catch((error: unknown) => {
      if (systemCode(error) === 'EEXIST') return undefined;
      throw error;
    });
    if (claimed !== undefined) {
      await claimed.writeFile(`${process.pid}\n${(await startOf(process.pid)) ?? ''}\n`);
      await claimed.close();
      return () => rm(path, { force: true });
    }
    await removeIfLeft(dataDir, path, looks === MAX_LOOKS - 2);
  }
  throw new StartFailure(`the data folder ${dataDir} is being claimed by another Assay that starts`);
}

/** Removes the claim of a dead process. An empty claim is either being written, or its writer has died. */
async function removeIfLeft(dataDir: string, path: string, isLastLook: boolean): Promise<void> {
  const [pid = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  if (pid === '' && !isLastLook) {
    await sleep(LOOK_AGAIN_MS);
    return;
  }
  if (Number(pid) !== process.pid && (await runs(Number(pid), 'standalone', start))) {
    throw new StartFailure(`the data folder ${dataDir} is in use by the Assay with process id ${pid}`);
  }
  await rm(path, { force: true });
}
