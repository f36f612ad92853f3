import { hasReached, laterOf, type Position } from '../event-store/index.js';
import { systemClock, type Clock } from '../platform/clock.js';

/** So long after a command readers of its process wait for it; then they are answered without it. */
const PATIENCE_MS = 2_000;
const MOST_REMEMBERED = 256;

/** Something that a command wrote. */
interface Write {
  readonly position: Position;
  readonly since: Date;
  /** On the clock that is never set. */
  readonly at: number;
}

/** What commands of this process wrote: what every later query of it should have seen. */
export class Watermark {
  /** In the order of the log. */
  private writes: Write[] = [];
  private last: Position | undefined;

  constructor(private readonly clock: Clock = systemClock) {}

  /** The last position that was written. */
  get position(): Position | undefined {
    return this.last;
  }

  advance(position: Position): void {
    if (hasReached(this.last, position)) return;
    this.last = laterOf(this.last, position);
    this.writes.push({ position, since: this.clock.now(), at: performance.now() });
    if (this.writes.length > MOST_REMEMBERED) this.writes = inPairs(this.writes);
  }

  /** When the oldest command was answered that whoever has seen so much of the log has not seen. */
  unseenSince(seen: Position | undefined): Date | undefined {
    return this.unseen(seen)?.since;
  }

  /** How many milliseconds whoever has seen so much still waits: 0 where nothing is unseen, or it has waited long enough. */
  patienceMs(seen: Position | undefined): number {
    const unseen = this.unseen(seen);
    return unseen ? Math.max(0, unseen.at + PATIENCE_MS - performance.now()) : 0;
  }

  private unseen(seen: Position | undefined): Write | undefined {
    return this.writes.find(({ position }) => !hasReached(seen, position));
  }
}

/** Of two neighbours one is made, as old as the older and as far as the newer: none is taken for seen too early. */
function inPairs(writes: readonly Write[]): Write[] {
  return writes.flatMap((write, index) => {
    const older = index % 2 === 1 ? writes[index - 1] : undefined;
    if (older) return [{ ...older, position: write.position }];
    return index === writes.length - 1 ? [write] : [];
  });
}
