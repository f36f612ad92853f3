import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type AppName = 'standalone' | 'command-api' | 'ingest-api' | 'query-api' | 'projector';

/** A built app in a process of its own. */
export interface TestApp {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far. */
  output(): string;
  /** Kills it, as a crash would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does and returns its exit code. */
  stop(): Promise<number | null>;
}

const READY_TIMEOUT_MS = 60_000;
const started = new Map<string, AppName>();

const ofOtherBuilds = new Set<string>();

/** The app of this build that listens at an address, if it was started here. */
export const appAt = (url: string): AppName | undefined => started.get(url);

/** True for an app of another checkout: its document says less than its answers hold. */
export const isOfOtherBuild = (url: string): boolean => ofOtherBuilds.has(url);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** An app that was just started; it may end before it is ready. */
export interface LaunchedApp {
  /** Resolves once it listens. Rejects with its output if it ends before. */
  readonly ready: Promise<TestApp>;
  /** Everything it wrote so far. */
  output(): string;
  /** True once its process is gone. */
  ended(): boolean;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts `dist/apps/<name>` on a free port and waits until it listens. @throws Error with its output if it ends */
export function startApp(
  name: AppName,
  environment: Readonly<Record<string, string>>,
  root: string = ROOT,
): Promise<TestApp> {
  return launchApp(name, environment, root).ready;
}

/** Starts `dist/apps/<name>` of this or another checkout on a free port. @throws Error if it is not built */
export function launchApp(
  name: AppName,
  environment: Readonly<Record<string, string>>,
  root: string = ROOT,
): LaunchedApp {
  const main = join(root, 'dist/apps', name, 'main.js');
  if (!existsSync(main)) throw new Error('the apps are not built: npm run build');
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', ASSAY_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const kill = async (): Promise<void> => {
    await end(child, 'SIGKILL');
  };
  const stop = (): Promise<number | null> => end(child, 'SIGINT');
  const ready = listening(name, child, () => output).then((url) => {
    // It may have the port of one that was stopped.
    started.delete(url);
    ofOtherBuilds.delete(url);
    if (root === ROOT) started.set(url, name);
    else ofOtherBuilds.add(url);
    return { url, pid: child.pid ?? 0, output: () => output, kill, stop };
  });
  // The launcher may await it only later.
  ready.catch(() => undefined);
  return { ready, output: () => output, ended: () => hasEnded(child), kill, stop };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

function listening(name: AppName, child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      child.stdout?.off('data', look);
      act();
    };
    const look = (): void => {
      const found = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(output());
      if (found) finish(() => resolve(`http://127.0.0.1:${found[1]}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish(() => reject(new Error(`${name} was not ready in time:\n${output()}`)));
    }, READY_TIMEOUT_MS);
    child.stdout?.on('data', look);
    child.once('exit', (code) => finish(() => reject(new Error(`${name} ended with ${code}:\n${output()}`))));
  });
}
