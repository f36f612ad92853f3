import { setTimeout as sleep } from 'node:timers/promises';
import { isAnswered, isNotLeader, NoAnswer } from './client-errors.js';

const FIRST_MS = 1_000;
const LONGEST_MS = 4_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** Retries reads until an answer or the end of a budget, so that a failover costs time but causes no error. */
export class Attempts {
  #deadline = 0;
  #attemptMs = 0;
  #pauseMs = 0;

  constructor(private readonly budgetMs: number) {
    this.renew();
  }

  /** Restarts the budget after progress. */
  renew(): void {
    this.#deadline = performance.now() + this.budgetMs;
    this.#attemptMs = Math.min(FIRST_MS, this.budgetMs / 2);
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  /** Milliseconds for the current attempt: a second, and longer after each timeout, because the server may be slow. */
  get ms(): number {
    return Math.max(1, Math.min(this.#attemptMs, this.#deadline - performance.now()));
  }

  /** Waits before the next attempt. @throws the error if it is a refusal or the budget is used up */
  async afterFailure(error: unknown): Promise<void> {
    const refused = isAnswered(error) && !isNotLeader(error);
    const pause = this.#pauseMs * (0.5 + Math.random() / 2);
    if (refused || performance.now() + pause >= this.#deadline) throw error;
    await sleep(pause);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    if (error instanceof NoAnswer) this.#attemptMs = Math.min(this.#attemptMs * 2, LONGEST_MS);
  }

  /** @throws the last attempt's error */
  async run<T>(attempt: (ms: number) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt(this.ms);
      } catch (error) {
        await this.afterFailure(error);
      }
    }
  }
}
