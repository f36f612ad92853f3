import type { Instant } from '../primitives/instant.js';
import type { Clock } from './clock.js';

/** The interval between two neighbouring instants: from `since`, until before `until`. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

// Short, so that a changed clock or a machine that slept is noticed soon. Timers are limited to 2^31 ms.
const LONGEST_WAIT_MS = 1_000;

/** Finds the interval of a time, and notifies when the clock passes an instant, using one timer for all instants. */
export class Instants {
  private cached: readonly Instant[] | undefined;
  /** The current interval, without an instant inside. */
  private quiet: Span | undefined;
  private lookedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private passed: ((of: readonly string[]) => void) | undefined;

  /** @param list returns all instants, including past ones */
  constructor(
    private readonly clock: Clock,
    private readonly list: () => Iterable<Instant>,
  ) {}

  /** Call after a change of the list: it is read again on demand. */
  changed(): void {
    this.cached = undefined;
    this.quiet = undefined;
  }

  /** The interval among the instants of one environment or flag (`of`) that contains the time (epoch milliseconds). */
  spanOf(of: string, now: number): Span {
    return spanAmong(
      this.all().filter((instant) => instant.of === of),
      now,
    );
  }

  /** @param passed called with the `of` of each instant that the clock has passed, forwards or backwards */
  start(passed: (of: readonly string[]) => void): void {
    this.passed = passed;
    this.lookedAt = this.clock.now().getTime();
    this.wait();
  }

  /** Restarts the timer, because the next instant may be earlier now. */
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
    this.cached ??= [...this.list()];
    return this.cached;
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
