import type { Watermark } from '../event-sourcing/watermark.js';
import type { LiveView } from './live-view.js';

/**
 * Whether memory has what commands of this process wrote. It is waited for until 2 s after the oldest command that is
 * missing, not once more by every reader: a transaction of a neighbour can hold the log back for as long as it likes.
 */
export class OwnWrites {
  constructor(
    private readonly live: LiveView,
    private readonly watermark: Watermark,
  ) {}

  /** True where nothing has to be waited for: the hot path's question. */
  get areSettled(): boolean {
    const { live, watermark } = this;
    return live.hasReached(watermark.position) || (live.canAnswer && watermark.patienceMs(live.position) === 0);
  }

  /** Resolves once they are there, or have been waited for long enough. */
  async settle(): Promise<void> {
    const { live, watermark } = this;
    while (!live.hasReached(watermark.position)) {
      const patience = watermark.patienceMs(live.position);
      if (patience === 0) return;
      await live.reach(watermark.position, patience);
    }
  }

  /** When the oldest command was answered that is not there though it was waited for. */
  staleSince(): string | undefined {
    const { live, watermark } = this;
    if (live.hasReached(watermark.position) || watermark.patienceMs(live.position) > 0) return undefined;
    return watermark.unseenSince(live.position)?.toISOString();
  }
}
