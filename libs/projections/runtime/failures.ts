import type { Logger } from '../../platform/logging/logger.js';
import { databaseFailureOf } from '../../platform/postgres/failure.js';

/** The failures in a row of a projection that is started again each time. */
export class Failures {
  private count = 0;

  constructor(
    private readonly projection: string,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** 0 where the last attempt went through. */
  get inARow(): number {
    return this.count;
  }

  add(error: unknown): void {
    this.count += 1;
    // An outage of hours is told in a few lines.
    if (!Number.isInteger(Math.log2(this.count))) return;
    const about = { projection: this.projection, failures: this.count, database: databaseFailureOf(error) };
    this.logger.warn({ err: error, ...about }, 'projection starts again from its checkpoint');
  }

  end(): void {
    if (this.count > 0) {
      const about = { projection: this.projection, failures: this.count };
      this.logger.info(about, 'projection goes on after failures');
    }
    this.count = 0;
  }
}
