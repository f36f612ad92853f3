import { readFile } from 'node:fs/promises';

/** True while a process of this id runs, whoever owns it; never for id 0. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/** True when the process lives and its command line, where it can be read, names this: an id may be somebody else's since. */
export async function runs(pid: number, named: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => named);
  return command.includes(named);
}
