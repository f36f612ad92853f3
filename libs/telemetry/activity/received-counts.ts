import type { Logger } from '../../platform/logging/logger.js';
import { WriteBehind } from '../../platform/write-behind.js';
import type { ReceivedMinute, ReceivedTable } from '../read-model/index.js';

export const MINUTE_MS = 60_000;
const MINUTES = 60;
/** More pairs of environment and type than that are not counted. */
const MOST_PAIRS = 10_000;
const WRITE_EVERY_MS = 5_000;

/** What came of a type in the last 60 minutes, and when the last event came; null if none is known. */
export interface Received {
  readonly accepted: number;
  readonly rejected: number;
  readonly lastAt: string | null;
}

/** The last 60 minutes of one type in one environment, as this process has received them. */
interface Pair {
  readonly environment: string;
  readonly eventType: string;
  /** By minute modulo 60. */
  readonly accepted: Uint32Array;
  readonly rejected: Uint32Array;
  /** The minute of the last event, and the first one that is to be written; minutes since the epoch. */
  minute: number;
  unwrittenFrom: number;
  /** Epoch milliseconds. */
  lastAt: number;
}

/** How many events of each type came. Counted in memory, and written every 5 seconds: never a write per event. */
export class ReceivedCounts {
  private readonly pairs = new Map<string, Map<string, Pair>>();
  private count = 0;
  private readonly behind: WriteBehind<ReceivedMinute>;

  constructor(
    private readonly table: Pick<ReceivedTable, 'write' | 'ofOthers'>,
    logger: Logger,
  ) {
    this.behind = new WriteBehind({
      write: (minutes) => table.write(minutes),
      begin: () => this.collect(),
      everyMs: WRITE_EVERY_MS,
      logger,
      failure: 'the numbers of received events could not be written; it is tried again',
    });
  }

  start(): void {
    this.behind.start();
  }

  stop(): Promise<void> {
    return this.behind.stop();
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    return this.behind.write();
  }

  /** Hot path. @param now epoch milliseconds */
  note(environment: string, eventType: string, status: 'accepted' | 'rejected', now: number): void {
    const pair = this.pairs.get(environment)?.get(eventType) ?? this.add(environment, eventType, now);
    if (pair === undefined) return;
    const minute = Math.floor(now / MINUTE_MS);
    if (minute > pair.minute) turn(pair, minute);
    if (pair.unwrittenFrom > pair.minute) pair.unwrittenFrom = pair.minute;
    const slot = pair.minute % MINUTES;
    pair[status][slot] = (pair[status][slot] ?? 0) + 1;
    if (now > pair.lastAt) pair.lastAt = now;
  }

  /** What this process has received, and what the others have written. @param now epoch milliseconds */
  async of(environment: string, eventTypes: readonly string[], now: number): Promise<(eventType: string) => Received> {
    const since = Math.floor(now / MINUTE_MS) - MINUTES + 1;
    const others = await this.table.ofOthers(environment, eventTypes, since * MINUTE_MS);
    return (eventType) => {
      const own = this.pairs.get(environment)?.get(eventType);
      const other = others.get(eventType);
      const lastAt = Math.max(own?.lastAt ?? 0, other?.lastAt ?? 0);
      return {
        accepted: sumSince(own, 'accepted', since) + (other?.accepted ?? 0),
        rejected: sumSince(own, 'rejected', since) + (other?.rejected ?? 0),
        lastAt: lastAt === 0 ? null : new Date(lastAt).toISOString(),
      };
    };
  }

  private add(environment: string, eventType: string, now: number): Pair | undefined {
    if (this.count >= MOST_PAIRS) return undefined;
    this.count += 1;
    const minute = Math.floor(now / MINUTE_MS);
    const [accepted, rejected] = [new Uint32Array(MINUTES), new Uint32Array(MINUTES)];
    const pair = { environment, eventType, accepted, rejected, minute, unwrittenFrom: Infinity, lastAt: 0 };
    const own = this.pairs.get(environment) ?? new Map<string, Pair>();
    this.pairs.set(environment, own.set(eventType, pair));
    return pair;
  }

  /** Hands over the minutes that changed since the last write. A minute is written whole, so it may be written again. */
  private collect(): void {
    for (const pairs of this.pairs.values())
      for (const pair of pairs.values()) {
        const { environment, eventType, minute, unwrittenFrom, lastAt } = pair;
        const from = Math.max(unwrittenFrom, minute - MINUTES + 1);
        for (let each = from; each <= minute; each += 1) {
          const slot = each % MINUTES;
          const [accepted = 0, rejected = 0] = [pair.accepted[slot], pair.rejected[slot]];
          const at = each * MINUTE_MS;
          const counted = { environment, eventType, minute: at, accepted, rejected, lastAt };
          if (accepted + rejected > 0) this.behind.set(`${environment} ${eventType} ${slot}`, counted);
        }
        pair.unwrittenFrom = Infinity;
      }
  }
}

/** Begins a minute: what the ring has of an hour before is forgotten. */
function turn(pair: Pair, minute: number): void {
  const first = Math.max(pair.minute + 1, minute - MINUTES + 1);
  for (let each = first; each <= minute; each += 1) {
    pair.accepted[each % MINUTES] = 0;
    pair.rejected[each % MINUTES] = 0;
  }
  pair.minute = minute;
}

function sumSince(pair: Pair | undefined, status: 'accepted' | 'rejected', since: number): number {
  if (pair === undefined) return 0;
  let sum = 0;
  const first = Math.max(since, pair.minute - MINUTES + 1);
  for (let each = first; each <= pair.minute; each += 1) sum += pair[status][each % MINUTES] ?? 0;
  return sum;
}
