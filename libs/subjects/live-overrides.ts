import type { Watermark } from '../event-sourcing/watermark.js';
import type { Clock } from '../platform/clock.js';
import { OwnWrites, type LiveView, type StateByStream } from '../projections/index.js';
import { overrideAggregate, type Override, type OverrideEvent } from './override.js';

/** Overrides of all environments, from memory: one that is created in this moment may be missing. */
export class LiveOverrides {
  private readonly overrides: StateByStream<Override | null, OverrideEvent>;
  private readonly own: OwnWrites;

  constructor(
    live: LiveView,
    watermark: Watermark,
    private readonly clock: Clock,
  ) {
    this.own = new OwnWrites(live, watermark);
    this.overrides = live.statesOf(overrideAggregate);
  }

  /** Those of the flag that serve now. Includes all writes of this process, unless waiting for them takes too long. */
  async of(flag: string): Promise<Override[]> {
    await this.own.settle();
    const now = this.clock.now().toISOString();
    return [...this.overrides.values()].flatMap((override) =>
      override?.flag === flag && override.endedAt === null && override.expiresAt > now ? [override] : [],
    );
  }
}
