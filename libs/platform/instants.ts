import type { Instant } from '../primitives/instant.js';
import type { Clock } from './clock.js';

/** Where a time stands among instants: at or after `since`, before `until`. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

// Far below the 2^31 ms of a timer; and a clock that is set, or a machine that slept, is noticed that soon.
const LONGEST_WAIT_MS = 1_000;

/** Says between which instants a time lies, and tells when the clock passes one: one timer for all of them. */
export class Instants {
  private known: readonly Instant[] | undefined;
  /** Between these nothing happens. */
  private quiet: Span | undefined;
  private lookedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private passed: ((of: readonly string[]) => void) | undefined;

  /** @param list all instants there are, past ones too */
  constructor(
    private readonly clock: Clock,
    private readonly list: () => Iterable<Instant>,
  ) {}

  /** The list is another one: it is read again when it is needed. */
  changed(): void {
    this.known = undefined;
    this.quiet = undefined;
  }

  /** The span of one thing's instants that the time (epoch milliseconds) is in. */
  spanOf(of: string, now: number): Span {
    return spanAmong(
      this.all().filter((instant) => instant.of === of),
      now,
    );
  }

  /** @param passed told what changes by an instant that the clock has passed, be it forwards or set back */
  start(passed: (of: readonly string[]) => void): void {
    this.passed = passed;
    this.lookedAt = this.clock.now().getTime();
    this.wait();
  }

  /** Waits anew, where the next instant may be an earlier one than was waited for. */
  wait(): void {
    if (!this.passed) return;
    clearTimeout(this.timer);
    const now = this.clock.now().getTime();
    this.quiet ??= spanAmong(this.all(), now);
    const ms = Math.min(LONGEST_WAIT_MS, Math.max(1, this.quiet.until - now));
    this.timer = setTimeout(() => this.look(), ms).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.passed = undefined;
  }

  private look(): void {
    const now = this.clock.now().getTime();
    const [low, high] = [Math.min(now, this.lookedAt), Math.max(now, this.lookedAt)];
    this.lookedAt = now;
    if (!this.quiet || low < this.quiet.since || high >= this.quiet.until) {
      this.quiet = undefined;
      const reached = this.all().filter(({ at }) => low < at && at <= high);
      if (reached.length > 0) this.passed?.([...new Set(reached.map((instant) => instant.of))]);
    }
    this.wait();
  }

  private all(): readonly Instant[] {
    this.known ??= [...this.list()];
    return this.known;
  }
}

function spanAmong(instants: readonly Instant[], now: number): Span {
  let since = -Infinity;
  let until = Infinity;
  for (const { at } of instants) {
    if (at <= now) since = Math.max(since, at);
    else until = Math.min(until, at);
  }
  return { since, until };
}
