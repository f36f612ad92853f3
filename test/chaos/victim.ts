import { setTimeout as pause } from 'node:timers/promises';
import { launchApp, type LaunchedApp, type TestApp } from '../support/apps.js';
import type { Random } from '../support/random.js';

const LONGEST_LIFE_MS = 1_500;
const LONGEST_START_MS = 1_200;
const KILLED_WHILE_STARTING = 0.25;

/** A standalone that is killed again and again, and comes back each time on the same stores. */
export class Victim {
  kills = 0;
  private app: LaunchedApp;
  private ended = false;

  constructor(private readonly environment: Readonly<Record<string, string>>) {
    this.app = launchApp('standalone', environment);
  }

  /** The app that serves, as soon as one does; while one is killed as it starts, the next. */
  async serving(): Promise<TestApp> {
    for (;;) {
      const { app } = this;
      try {
        return await app.ready;
      } catch (error) {
        if (this.ended || app === this.app) throw error;
      }
    }
  }

  /** Lets it live for a random moment of its start or of its service, kills it, and starts it again. */
  async killAtRandom(random: Random): Promise<void> {
    const duringStart = random.chance(KILLED_WHILE_STARTING);
    const moment = random.next();
    if (!duringStart) await this.app.ready;
    await pause(moment * (duringStart ? LONGEST_START_MS : LONGEST_LIFE_MS));
    const killed = this.app;
    await killed.kill();
    this.kills += 1;
    if (!this.ended) this.app = launchApp('standalone', this.environment);
    // A start that was cut short has failed, as it should.
    await killed.ready.catch(() => undefined);
  }

  /** Ends it as Ctrl-C does; answers its exit code. */
  async stop(): Promise<number | null> {
    this.ended = true;
    return this.app.stop();
  }
}
