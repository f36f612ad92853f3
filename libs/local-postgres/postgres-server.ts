import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join, parse } from 'node:path';
import { StartFailure, systemCode } from '../platform/start-failure.js';
import { programOf, withShellSafePath, type Binaries } from './binaries.js';
import type { PostgresUser } from './postgres-user.js';

const READY = 'database system is ready to accept connections';
// Long, because PostgreSQL replays its write-ahead log after a crash.
const START_TIMEOUT_MS = 300_000;
// Enough for the reason of a failure, which is at the end of the output.
const MAX_OUTPUT = 8_000;
// The variables that the programs inherit: none is a secret of Assay.
const ENVIRONMENT = ['PATH', 'TZ', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP'];

export interface ServerOptions {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly user: PostgresUser | undefined;
  readonly password: string;
  readonly port: number;
  /** Settings as in `postgresql.conf`: `name=value`. */
  readonly settings: readonly string[];
  readonly authMethod: 'scram-sha-256' | 'password';
  /** True: Ctrl-C in the terminal reaches only Assay, which stops PostgreSQL after its own work. */
  readonly apartFromTerminal: boolean;
  readonly onOutput?: (text: string) => void;
}

/** A PostgreSQL server on a folder. It listens only on a port of the loopback address, and on no socket. */
export class PostgresServer {
  private child: ChildProcess | undefined;

  constructor(private readonly options: ServerOptions) {}

  /** Creates the database. @throws StartFailure with the error of initdb */
  async initialise(): Promise<void> {
    const { binaries, folder, password, authMethod, user } = this.options;
    // Next to the folder, which has to be empty. Unlike in /tmp, no other user can write there.
    const passwordFile = `${folder}.password`;
    try {
      await mkdir(folder, { mode: 0o700, recursive: true });
      await chmod(folder, 0o700);
      await rm(passwordFile, { force: true });
      await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
      if (user) {
        for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid);
      }
      const args = [
        ...[`--pgdata=${folder}`, '--username=assay', `--pwfile=${passwordFile}`, `--auth=${authMethod}`],
        ...['--encoding=UTF8', '--locale=C'],
      ];
      await withShellSafePath(binaries, async (shellSafe) => {
        const child = this.run(programOf(shellSafe, 'initdb'), args);
        const output = this.outputOf(child);
        const code = await exitOf(child);
        if (code !== 0) throw new StartFailure(`PostgreSQL's initdb failed in ${folder}: ${reasonIn(output(), code)}`);
      });
    } finally {
      await rm(passwordFile, { force: true });
    }
  }

  /** Starts the server, and waits until it accepts connections. @throws StartFailure with its error */
  async start(): Promise<void> {
    await this.checkVersion();
    const { binaries, folder, port, settings } = this.options;
    const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'lc_messages=C', ...settings];
    const args = ['-D', folder, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])];
    const child = this.run(programOf(binaries, 'postgres'), args);
    const output = this.outputOf(child);
    const ready = new Promise<true>((resolve) => {
      child.stderr?.on('data', () => {
        if (output().includes(READY)) resolve(true);
      });
    });
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    const late = once(timeout, 'abort').then(() => 'no answer in five minutes');
    const outcome = await Promise.race([ready, exitOf(child), late]);
    if (outcome === true) {
      this.child = child;
      return;
    }
    child.kill('SIGKILL');
    throw new StartFailure(`PostgreSQL does not start on ${folder}: ${reasonIn(output(), outcome)}`);
  }

  /** Requests a fast shutdown: PostgreSQL ends its sessions and writes a checkpoint. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (platform() === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/f', '/t']);
    else child.kill('SIGINT');
    await ended;
  }

  private async checkVersion(): Promise<void> {
    const { folder, binaries } = this.options;
    const made = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
    const major = binaries.version.split('.')[0] ?? '';
    if (made === major) return;
    throw new StartFailure(
      made === ''
        ? `${folder} is not a whole database of PostgreSQL: bring it back from a backup, or remove it to begin with an empty one`
        : `the database in ${folder} was made by PostgreSQL ${made}, and this Assay brings PostgreSQL ${major}: start the Assay that made it, or move its content with pg_dump`,
    );
  }

  private run(program: string, args: readonly string[]): ChildProcess {
    const { user, apartFromTerminal } = this.options;
    const options: SpawnOptions = {
      // The user may have no access to the current directory.
      cwd: parse(program).root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: apartFromTerminal && platform() !== 'win32',
      env: Object.fromEntries(ENVIRONMENT.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : []))),
    };
    const child = spawn(program, args, user ? { ...options, uid: user.uid, gid: user.gid } : options);
    // Stops the child when this process exits; only a SIGKILL of this process prevents that.
    const end = (): void => void child.kill('SIGINT');
    process.on('exit', end);
    child.once('exit', () => process.off('exit', end));
    child.once('error', () => process.off('exit', end));
    return child;
  }

  /** Collects the end of the output. */
  private outputOf(child: ChildProcess): () => string {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        output = (output + text).slice(-MAX_OUTPUT);
        this.options.onOutput?.(text);
      });
    }
    return () => output;
  }
}

/** The exit code, the name of a signal, or the reason why the program could not be run. */
function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(cannotRun(child.spawnfile, error)));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended'));
  });
}

function cannotRun(program: string, error: Error): string {
  const hints: Readonly<Record<string, string>> = {
    ENOENT: 'this system lacks what it needs (such as glibc); name a server in DATABASE_URL',
    EACCES: 'this user may not run programs there; name a server in DATABASE_URL or install elsewhere',
  };
  const code = systemCode(error) ?? error.message;
  return `${program} cannot be run (${code})${hints[code] === undefined ? '' : `: ${hints[code]}`}`;
}

/** The first FATAL, PANIC or error line of the output, otherwise another complaint, otherwise the outcome. */
function reasonIn(output: string, outcome: number | string): string {
  const complaints = output
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|ERROR|error|fatal|could not|cannot)\b/.test(line));
  const complaint = complaints.find((line) => /FATAL|PANIC|error/.test(line)) ?? complaints[0];
  const how = typeof outcome === 'number' ? `it ended with the code ${outcome}` : outcome;
  return complaint === undefined ? how : complaint.replace(/^.*?\b(FATAL|PANIC|error|ERROR|fatal): +/, '').trim();
}
