import { type EventStore, type Position, hasReached } from '../../event-store/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { ProjectionDefinition } from '../projection.js';
import { ProjectionRunner, type Progress } from './projection-runner.js';
import { projectionDataSource, swapSchemas } from './schema.js';

const REPORT_EVERY_MS = 1_000;

/** A rebuild fills a second schema next to the live one, then takes its place. */
export class Rebuild {
  private readonly schema: string;
  private readonly runner: ProjectionRunner;
  private reportedAt = 0;

  constructor(
    private readonly store: EventStore,
    private readonly url: string,
    private readonly definition: ProjectionDefinition,
    private readonly logger: Logger,
    private readonly report: (progress: Progress) => Promise<void>,
  ) {
    this.schema = `${definition.name}_rebuild`;
    // Strict: an event that the live projection would park ends the rebuild. No reactor is attached.
    this.runner = new ProjectionRunner(store, url, definition, logger, {
      schema: this.schema,
      fresh: true,
      strict: true,
    });
  }

  /** Fills the new schema up to the end of the log. */
  async fill(signal: AbortSignal): Promise<void> {
    await this.runner.run(signal, (progress) => {
      this.tell(progress);
      return progress.caughtUp;
    });
  }

  /** Catches up to the position where the live projection stopped, then swaps. The live one must not run meanwhile. */
  async takePlace(stoppedAt: Position | undefined, signal: AbortSignal): Promise<void> {
    const again = new ProjectionRunner(this.store, this.url, this.definition, this.logger, {
      schema: this.schema,
      strict: true,
    });
    await again.run(signal, ({ position, caughtUp }) => {
      return caughtUp && (stoppedAt === undefined || hasReached(position, stoppedAt));
    });
    await again.close();
    if (signal.aborted) return;
    const source = await projectionDataSource(this.url, this.definition, 'public', { poolSize: 1 }).initialize();
    try {
      await swapSchemas(source, this.definition.name, this.schema);
    } finally {
      await source.destroy();
    }
  }

  close(): Promise<void> {
    return this.runner.close();
  }

  private tell(progress: Progress): void {
    const now = performance.now();
    if (now - this.reportedAt < REPORT_EVERY_MS && !progress.caughtUp) return;
    this.reportedAt = now;
    this.logger.info({ projection: this.definition.name, handled: progress.handled }, 'rebuilding');
    this.report(progress).catch((error: unknown) => this.logger.warn({ err: error }, 'progress could not be recorded'));
  }
}
