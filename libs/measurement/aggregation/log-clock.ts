const SECOND_MS = 1_000;
export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The hour (since 1970) of a time in epoch milliseconds. */
export const hourOf = (timeMs: number): number => Math.floor(timeMs / HOUR_MS);

/** The UTC day (since 1970) of a time in epoch milliseconds. */
export const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS);

/** What begins with a batch; null goes on. */
export interface Beginning {
  /** The hour that ends, if another one begins. */
  readonly endedHour: number | null;
  readonly isSecond: boolean;
}

/**
 * The clock of each environment: the greatest receive time of its telemetry so far. Its seconds and hours begin at
 * places of the log, so that whatever happens then happens again at the same places when the log is read again.
 */
export class LogClock {
  /** Environments whose time advanced. */
  readonly changed = new Set<string>();

  /** @param times by environment, epoch milliseconds, as read */
  constructor(private readonly times: Map<string, number>) {}

  /** The hour of an environment; 0 before its first telemetry. */
  hour(environment: string): number {
    return hourOf(this.times.get(environment) ?? 0);
  }

  time(environment: string): number {
    return this.times.get(environment) ?? 0;
  }

  /** What begins with a batch received then; `advance` makes it so. */
  beginning(environment: string, receivedAt: number): Beginning {
    const before = this.times.get(environment);
    if (before === undefined) return { endedHour: null, isSecond: false };
    const isHour = hourOf(receivedAt) > hourOf(before);
    return {
      endedHour: isHour ? hourOf(before) : null,
      isSecond: Math.floor(receivedAt / SECOND_MS) > Math.floor(before / SECOND_MS),
    };
  }

  advance(environment: string, receivedAt: number): void {
    if (receivedAt <= (this.times.get(environment) ?? -1)) return;
    this.times.set(environment, receivedAt);
    this.changed.add(environment);
  }
}
