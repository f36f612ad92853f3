import { readFile } from 'node:fs/promises';

/** True while a process with this id runs, for any owner; never for id 0. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/**
 * True if the process is alive, its command line contains `named`, and its start matches `start` (if both are known).
 * The checks are needed because process ids are reused.
 */
export async function runs(pid: number, named: string, start = ''): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const actual = await startOf(pid);
  if (start !== '' && actual !== undefined && actual !== start) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => named);
  return command.includes(named);
}

/** The start of a process in the kernel's clock ticks since boot; undefined without /proc. */
export async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field, the program's name, may contain spaces and brackets.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] || undefined;
}
