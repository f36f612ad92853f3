import type { Logger } from '../../platform/logging/logger.js';
import { databaseFailureOf } from '../../platform/postgres/failure.js';

/** Counts the consecutive failures of a projection that restarts after each. */
export class Failures {
  private count = 0;

  constructor(
    private readonly projection: string,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** 0 if the last attempt succeeded. */
  get inARow(): number {
    return this.count;
  }

  add(error: unknown): void {
    this.count += 1;
    // Logs only powers of two, so that an outage of hours takes a few lines.
    if (!Number.isInteger(Math.log2(this.count))) return;
    const about = { projection: this.projection, failures: this.count, database: databaseFailureOf(error) };
    this.logger.warn({ err: error, ...about }, 'projection failed, restarting from its checkpoint');
  }

  end(): void {
    if (this.count > 0) {
      const about = { projection: this.projection, failures: this.count };
      this.logger.info(about, 'projection works again after failures');
    }
    this.count = 0;
  }
}
