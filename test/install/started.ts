import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../support/until.js';

/** The folder, environment and user of a command. */
export interface Typed {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another user than the current one; requires root. */
  readonly as?: { readonly uid: number; readonly gid: number };
}

/** A command that runs in a process group of its own, as a shell starts it. */
export interface Started {
  readonly pid: number;
  output(): string;
  /** Waits for a match in its output and returns it. @throws Error with the output if it ends before */
  says(pattern: RegExp): Promise<string>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
  /** Sends Ctrl-C to every process of the group. */
  interrupt(): Promise<number | null>;
}

// Installing and building take their time on a busy machine.
const PATIENCE_MS = 600_000;

export function start(command: readonly [string, ...string[]], { cwd, environment = {}, as }: Typed): Started {
  const [program, ...args] = command;
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...as,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const says = (pattern: RegExp): Promise<string> =>
    until(
      `${command.join(' ')} to say ${pattern}`,
      () => {
        const found = pattern.exec(output)?.[0];
        if (found === undefined && hasEnded()) throw new Error(`it ended before it said ${pattern}:\n${output}`);
        return found;
      },
      PATIENCE_MS,
    );
  const interrupt = async (): Promise<number | null> => {
    if (!hasEnded()) process.kill(-(child.pid ?? 0), 'SIGINT');
    return ended;
  };
  return { pid: child.pid ?? 0, output: () => output, says, ended, interrupt };
}

/** Runs a command to its end. @throws Error with its output if it fails */
export async function finish(command: readonly [string, ...string[]], typed: Typed): Promise<string> {
  const started = start(command, typed);
  const code = await started.ended;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${started.output()}`);
  return started.output();
}
