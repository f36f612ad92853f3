import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../libs/platform/logging/logger.js';
import { isAlive } from './processes.js';

const LOOK_EVERY_MS = 250;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 10_000;

/** Starts and stops the PostgreSQL of a folder. Stopping a dead server never ends. */
export interface Server {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL server that is restarted with the same folder and port whenever it dies. */
export class SupervisedPostgres {
  private readonly stopping = new AbortController();
  private pid = 0;
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly server: Server,
    private readonly databaseDir: string,
    private readonly logger: Logger,
  ) {}

  /** @throws if the first start fails */
  async start(): Promise<void> {
    await this.startServer();
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    if (isAlive(this.pid)) await this.server.stop();
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.pause(LOOK_EVERY_MS);
      if (!isAlive(this.pid)) await this.startAgain();
    }
  }

  /** Restarts the server. It retries, because processes of the dead server can still hold its shared memory. */
  private async startAgain(): Promise<void> {
    this.logger.error('the embedded PostgreSQL has died and is started again');
    for (let pause = FIRST_PAUSE_MS; !this.stopping.signal.aborted; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
      try {
        await this.startServer();
        return;
      } catch (error) {
        this.logger.error({ err: error }, 'the embedded PostgreSQL does not start yet');
        await this.pause(pause);
      }
    }
  }

  private async startServer(): Promise<void> {
    await this.server.start();
    this.pid = await postmasterOf(this.databaseDir);
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** The process id in the folder's `postmaster.pid`; 0 if there is none. */
export async function postmasterOf(databaseDir: string): Promise<number> {
  const text = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 ? pid : 0;
}
