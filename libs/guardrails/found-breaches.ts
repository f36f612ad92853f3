import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { Logger } from '../platform/logging/logger.js';
import type { Breach } from './guardrail.events.js';
import { bySeverity } from './judge.js';
import { recordBreach } from './record-breach.js';

const MAX_UNRECORDED = 10_000;

/** Breaches that are not in the log yet, because the store failed. A later evaluation may no longer find them. */
export class FoundBreaches {
  private readonly unrecorded = new Map<string, Breach>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly logger: Logger,
  ) {}

  get isEmpty(): boolean {
    return this.unrecorded.size === 0;
  }

  has({ id }: Breach): boolean {
    return this.unrecorded.has(id);
  }

  /** Remembers breaches that were found together, the gravest first. */
  add(breaches: readonly Breach[]): void {
    for (const breach of bySeverity(breaches)) {
      if (this.unrecorded.size < MAX_UNRECORDED && !this.has(breach)) this.unrecorded.set(breach.id, breach);
    }
  }

  /** Records all breaches found. One that fails stays for the next attempt, and does not delay the others. */
  async record(): Promise<void> {
    for (const [id, breach] of this.unrecorded) {
      try {
        await recordBreach(this.runner, breach);
        this.unrecorded.delete(id);
      } catch (error) {
        const { experiment, guardrail } = breach;
        this.logger.error({ err: error, experiment, guardrail }, 'a breach could not be recorded; retrying');
      }
    }
  }
}
