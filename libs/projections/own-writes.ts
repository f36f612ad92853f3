import type { Watermark } from '../event-sourcing/watermark.js';
import type { LiveView } from './live-view.js';

/**
 * Read your writes from memory. Readers wait until 2 s after the oldest missing command of this process. The 2 s do not
 * restart with each reader: a long transaction in another database can delay the log for any time.
 */
export class OwnWrites {
  constructor(
    private readonly live: LiveView,
    private readonly watermark: Watermark,
  ) {}

  /** True if a reader need not wait. The hot path calls this. */
  get areSettled(): boolean {
    const { live, watermark } = this;
    return live.hasReached(watermark.position) || (live.canAnswer && watermark.patienceMs(live.position) === 0);
  }

  /** Resolves once the writes are applied, or the 2 s have passed. */
  async settle(): Promise<void> {
    const { live, watermark } = this;
    while (!live.hasReached(watermark.position)) {
      const patience = watermark.patienceMs(live.position);
      if (patience === 0) return;
      await live.reach(watermark.position, patience);
    }
  }

  /** Time of the oldest write that is still missing after the wait. */
  staleSince(): string | undefined {
    const { live, watermark } = this;
    if (live.hasReached(watermark.position) || watermark.patienceMs(live.position) > 0) return undefined;
    return watermark.unseenSince(live.position)?.toISOString();
  }
}
