import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A built program in its own process, which listens on loopback. */
export interface NodeProcess {
  readonly url: string;
  /** Resident memory of the process in MiB. */
  residentMiB(): Promise<number>;
  /** Processor time of all threads of the process so far, in seconds. */
  processorSeconds(): Promise<number>;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
export const DIST = new URL('../../../', import.meta.url);

/**
 * Starts `dist/<path>` and waits until it prints its URL.
 * @param dist the `dist` folder, which can be another checkout's for a comparison
 * @throws Error with its output if it ends before that
 */
export async function startNode(
  path: string,
  environment: Readonly<Record<string, string>>,
  dist = DIST,
): Promise<NodeProcess> {
  const child = spawn(process.execPath, [...nodeOptions(), fileURLToPath(new URL(path, dist))], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await listening(path, child);
  return {
    url,
    residentMiB: () => residentMiB(child.pid ?? 0),
    processorSeconds: () => processorSeconds(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** BENCH_NODE_OPTIONS applies only to the measured processes, for example to profile them. */
function nodeOptions(): string[] {
  return [
    '--max-semi-space-size=32',
    ...(process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((word) => word !== ''),
  ];
}

function listening(path: string, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${path} was not ready in time:\n${output}`));
    }, READY_TIMEOUT_MS);
    const hear = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10_000);
      const found = /http:\/\/localhost:(\d+)/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${found[1]}`);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${path} ended with ${code}:\n${output}`));
    });
  });
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  if (kib === undefined) throw new Error('the process does not say how much memory it has');
  return Number(kib) / 1024;
}

// Linux reports these times in ticks of 1/100 s, independent of the kernel's timer.
const TICKS_PER_SECOND = 100;

async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may contain any character. After it, utime and stime are the 12th and 13th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
