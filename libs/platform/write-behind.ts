import type { Logger } from './logging/logger.js';

const MINUTE_MS = 60_000;

interface Options<Value> {
  readonly write: (values: readonly Value[]) => Promise<void>;
  /** Called before each write, also before one of nothing. */
  readonly begin?: () => void;
  readonly logger: Logger;
  /** Milliseconds between writes; a minute if left out. */
  readonly everyMs?: number;
  /** What the log says after a failure. */
  readonly failure: string;
}

/** Values by id that are kept in memory, and written at intervals and at the end. Whoever sets them bounds their number. */
export class WriteBehind<Value> {
  private readonly waiting = new Map<string, Value>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: Options<Value>) {}

  /** What is not written yet, by id. */
  get unwritten(): ReadonlyMap<string, Value> {
    return this.waiting;
  }

  start(): void {
    this.timer = setInterval(() => void this.write(), this.options.everyMs ?? MINUTE_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  set(id: string, value: Value): void {
    this.waiting.set(id, value);
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    const { write, begin, logger, failure } = this.options;
    begin?.();
    const values = [...this.waiting];
    if (values.length === 0) return;
    try {
      await write(values.map(([, value]) => value));
      for (const [id, value] of values) if (this.waiting.get(id) === value) this.waiting.delete(id);
    } catch (error) {
      logger.warn({ err: error }, failure);
    }
  }
}
