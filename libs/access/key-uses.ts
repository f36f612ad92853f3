import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logging/logger.js';
import type { KeyUseTable } from './read-model/index.js';

const HOUR_MS = 3_600_000;
const WRITE_EVERY_MS = 60_000;
const MOST_UNWRITTEN = 10_000;

/**
 * The hour in which each API key was last used. It is kept in memory, and written at most once a minute and at the end:
 * never a write per request, and at most one an hour for each key and process.
 */
export class KeyUses {
  /** Keys that were noted since the last look at the clock. */
  private readonly seen = new Set<string>();
  private readonly unwritten = new Map<string, number>();
  /** The hours that this process has written, epoch milliseconds. */
  private readonly written = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly table: Pick<KeyUseTable, 'write' | 'of'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** Hot path: a request with the key was admitted. */
  note(keyId: string): void {
    if (this.seen.has(keyId) || this.seen.size >= MOST_UNWRITTEN) return;
    this.seen.add(keyId);
    const now = this.clock.now().getTime();
    const hour = now - (now % HOUR_MS);
    if (this.written.get(keyId) !== hour) this.unwritten.set(keyId, hour);
  }

  /** The begin of the hour of each key's last use: what all processes have written, and what this one is about to. */
  async of(keyIds: readonly string[]): Promise<(keyId: string) => string | null> {
    const written = await this.table.of(keyIds);
    return (keyId) => {
      const at = Math.max(written.get(keyId) ?? 0, this.unwritten.get(keyId) ?? 0);
      return at === 0 ? null : new Date(at).toISOString();
    };
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    // From here on the clock is asked again: an hour may have begun.
    this.seen.clear();
    const uses = [...this.unwritten];
    if (uses.length === 0) return;
    try {
      await this.table.write(uses);
      if (this.written.size > MOST_UNWRITTEN) this.written.clear();
      for (const [keyId, at] of uses) {
        this.written.set(keyId, at);
        if (this.unwritten.get(keyId) === at) this.unwritten.delete(keyId);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'the last use of keys could not be written; it is tried again');
    }
  }
}
