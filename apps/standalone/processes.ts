import { readFile } from 'node:fs/promises';

/** True while a process of this id runs, whoever owns it; never for id 0. */
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
 * True when the process lives, its command line names this, and it started at this moment, as far as that is known and
 * can be read: an id may be somebody else's since.
 */
export async function runs(pid: number, named: string, start = ''): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const actual = await startOf(pid);
  if (start !== '' && actual !== undefined && actual !== start) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => named);
  return command.includes(named);
}

/** When a process started, in the kernel's count since the machine did; undefined where there is no /proc. */
export async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field, the program's name, may hold spaces and brackets.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] || undefined;
}
