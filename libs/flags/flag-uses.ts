import type { Logger } from '../platform/logging/logger.js';
import { WriteBehind } from '../platform/write-behind.js';
import type { FlagUse, FlagUseTable } from './read-model/index.js';

const HOUR_MS = 3_600_000;
/** Clients can report any names, so memory has this bound. */
const MOST_PER_HOUR = 100_000;

/**
 * The hour in which each flag was last asked for. It is kept in memory, and written at most once a minute and at the
 * end: never a write per decision, and at most one an hour for each flag and process.
 */
export class FlagUses {
  /** The flags of this hour by environment, written or not. */
  private readonly seen = new Map<string, Set<string>>();
  private readonly behind: WriteBehind<FlagUse>;
  private hour = 0;
  private count = 0;

  constructor(table: Pick<FlagUseTable, 'write'>, logger: Logger) {
    this.behind = new WriteBehind({
      write: (uses) => table.write(uses),
      logger,
      failure: 'the last use of flags could not be written; it is tried again',
    });
  }

  start(): void {
    this.behind.start();
  }

  stop(): Promise<void> {
    return this.behind.stop();
  }

  /** Hot path. @param now epoch milliseconds */
  note(environment: string, flag: string, now: number): void {
    if (now - this.hour >= HOUR_MS) this.beginHour(now);
    const seen = this.seen.get(environment);
    if (seen === undefined || !seen.has(flag)) this.add(environment, flag);
  }

  /** What this process has noted and not written yet, of one environment: the hour in epoch milliseconds by flag. */
  unwrittenIn(environment: string): ReadonlyMap<string, number> {
    const own = [...this.behind.unwritten.values()].filter((use) => use.environment === environment);
    return new Map(own.map(({ flag, at }) => [flag, at]));
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    return this.behind.write();
  }

  private beginHour(now: number): void {
    this.hour = now - (now % HOUR_MS);
    this.count = 0;
    this.seen.clear();
  }

  private add(environment: string, flag: string): void {
    if (this.count >= MOST_PER_HOUR) return;
    this.count += 1;
    const seen = this.seen.get(environment) ?? new Set();
    this.seen.set(environment, seen.add(flag));
    const id = `${environment}:${flag}`;
    const { unwritten } = this.behind;
    if (unwritten.size < MOST_PER_HOUR || unwritten.has(id)) {
      this.behind.set(id, { environment, flag, at: this.hour });
    }
  }
}
