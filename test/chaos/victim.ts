import { setTimeout as pause } from 'node:timers/promises';
import { launchApp, type LaunchedApp, type TestApp } from '../support/apps.js';
import type { Random } from '../support/random.js';

const LONGEST_LIFE_MS = 2_000;
const LONGEST_START_MS = 1_500;
const KILLED_WHILE_STARTING = 0.25;

/** A standalone that is killed again and again, and restarts each time on the same stores. */
export class Victim {
  kills = 0;
  /** Requests whose connection was lost, or that were told to retry. */
  unanswered = 0;
  private app: LaunchedApp;
  private replacing = Promise.resolve();
  private stopped = false;

  constructor(private readonly environment: Readonly<Record<string, string>>) {
    this.app = launchApp('standalone', environment);
  }

  /** Waits for the app that serves; if one was killed during its start, for the next. */
  async serving(): Promise<TestApp> {
    for (;;) {
      const { app } = this;
      try {
        return await app.ready;
      } catch (error) {
        await this.replacing;
        if (app === this.app) throw error;
      }
    }
  }

  /** Lets it live for a random time, kills it (mostly in service, sometimes during its start), and starts it again. */
  async killAtRandom(random: Random): Promise<void> {
    if (random.chance(KILLED_WHILE_STARTING)) return this.killWhileStarting(random);
    const moment = random.next() * LONGEST_LIFE_MS;
    await this.app.ready;
    await this.killAfter(moment);
  }

  async killWhileStarting(random: Random): Promise<void> {
    await this.killAfter(random.next() * LONGEST_START_MS);
  }

  /** Ends it as Ctrl-C does and returns its exit code. */
  async stop(): Promise<number | null> {
    this.stopped = true;
    await this.replacing;
    return this.app.stop();
  }

  private async killAfter(ms: number): Promise<void> {
    await pause(ms);
    if (this.stopped) throw new Error('it was stopped while it was to be killed');
    if (this.app.ended()) throw new Error(`it ended by itself:\n${this.app.output()}`);
    this.replacing = this.replace();
    await this.replacing;
    this.kills += 1;
  }

  private async replace(): Promise<void> {
    await this.app.kill();
    this.app = launchApp('standalone', this.environment);
  }
}
