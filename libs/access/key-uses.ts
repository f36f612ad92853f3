import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logging/logger.js';
import { WriteBehind } from '../platform/write-behind.js';
import type { KeyUse, KeyUseTable } from './read-model/index.js';

const HOUR_MS = 3_600_000;
const MOST_UNWRITTEN = 10_000;

/**
 * The hour in which each API key was last used. It is kept in memory, and written at most once a minute and at the end:
 * never a write per request, and at most one an hour for each key and process.
 */
export class KeyUses {
  /** Keys that were noted since the last look at the clock. */
  private readonly seen = new Set<string>();
  /** The hours that this process has written, epoch milliseconds. */
  private readonly written = new Map<string, number>();
  private readonly behind: WriteBehind<KeyUse>;

  constructor(
    private readonly table: Pick<KeyUseTable, 'write' | 'of'>,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.behind = new WriteBehind({
      write: (uses) => this.writeAll(uses),
      // From here on the clock is asked again: an hour may have begun.
      begin: () => this.seen.clear(),
      logger,
      failure: 'the last use of keys could not be written; it is tried again',
    });
  }

  start(): void {
    this.behind.start();
  }

  stop(): Promise<void> {
    return this.behind.stop();
  }

  /** Hot path: a request with the key was admitted. */
  note(keyId: string): void {
    if (this.seen.has(keyId) || this.seen.size >= MOST_UNWRITTEN) return;
    this.seen.add(keyId);
    const now = this.clock.now().getTime();
    const hour = now - (now % HOUR_MS);
    if (this.written.get(keyId) !== hour) this.behind.set(keyId, [keyId, hour]);
  }

  /** The begin of the hour of each key's last use: what all processes have written, and what this one is about to. */
  async of(keyIds: readonly string[]): Promise<(keyId: string) => string | null> {
    const written = await this.table.of(keyIds);
    return (keyId) => {
      const [, unwritten = 0] = this.behind.unwritten.get(keyId) ?? [];
      const at = Math.max(written.get(keyId) ?? 0, unwritten);
      return at === 0 ? null : new Date(at).toISOString();
    };
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    return this.behind.write();
  }

  private async writeAll(uses: readonly KeyUse[]): Promise<void> {
    await this.table.write(uses);
    if (this.written.size > MOST_UNWRITTEN) this.written.clear();
    for (const [keyId, at] of uses) this.written.set(keyId, at);
  }
}
