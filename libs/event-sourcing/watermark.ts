import { hasReached, laterOf, type Position } from '../event-store/index.js';
import { systemClock, type Clock } from '../platform/clock.js';

/** Readers of the process wait this long for a command's write; then they get an answer without it. */
const PATIENCE_MS = 2_000;
const MAX_WRITES = 256;

/** A write of a command. */
interface Write {
  readonly position: Position;
  readonly since: Date;
  /** Time on the monotonic clock. */
  readonly at: number;
}

/** The positions that commands of this process wrote. Later queries of it should see them (read your writes). */
export class Watermark {
  /** In the order of the log. */
  private writes: Write[] = [];
  private last: Position | undefined;

  constructor(private readonly clock: Clock = systemClock) {}

  /** The last written position. */
  get position(): Position | undefined {
    return this.last;
  }

  advance(position: Position): void {
    if (hasReached(this.last, position)) return;
    this.last = laterOf(this.last, position);
    this.writes.push({ position, since: this.clock.now(), at: performance.now() });
    if (this.writes.length > MAX_WRITES) this.writes = inPairs(this.writes);
  }

  /** Time of the oldest write that a reader at position `seen` lacks. */
  unseenSince(seen: Position | undefined): Date | undefined {
    return this.unseen(seen)?.since;
  }

  /** How long a reader at position `seen` still waits, in milliseconds: 0 if it lacks nothing, or has waited enough. */
  patienceMs(seen: Position | undefined): number {
    const unseen = this.unseen(seen);
    return unseen ? Math.max(0, unseen.at + PATIENCE_MS - performance.now()) : 0;
  }

  private unseen(seen: Position | undefined): Write | undefined {
    return this.writes.find(({ position }) => !hasReached(seen, position));
  }
}

/** Merges each two neighbours: the older time with the newer position, so that no write counts as seen too early. */
function inPairs(writes: readonly Write[]): Write[] {
  return writes.flatMap((write, index) => {
    const older = index % 2 === 1 ? writes[index - 1] : undefined;
    if (older) return [{ ...older, position: write.position }];
    return index === writes.length - 1 ? [write] : [];
  });
}
