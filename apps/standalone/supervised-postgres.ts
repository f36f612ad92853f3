import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../libs/platform/logging/logger.js';
import { isAlive } from './processes.js';

const LOOK_EVERY_MS = 250;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 10_000;

/** What starts and stops the PostgreSQL of a folder. Stopping one that has died never ends. */
export interface Server {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL that is started again whenever it has died, at the same place. */
export class SupervisedPostgres {
  private readonly stopping = new AbortController();
  private pid = 0;
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly server: Server,
    private readonly databaseDir: string,
    private readonly logger: Logger,
  ) {}

  /** @throws when it does not start the first time */
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

  /** Processes of the one that died may still hold its memory: then it takes more than one try. */
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

/** The process id that a PostgreSQL leaves in its folder; 0 where there is none. */
export async function postmasterOf(databaseDir: string): Promise<number> {
  const text = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 ? pid : 0;
}
