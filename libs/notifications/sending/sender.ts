import type { Logger } from '../../platform/logging/logger.js';
import { DestinationQueue, type Sending } from './destination-queue.js';

const LOOK_EVERY_MS = 500;
const PRUNE_EVERY_MS = 3_600_000;
/** Destinations that are sent to at the same time. */
const MOST_AT_ONCE = 32;

/**
 * Sends what the outbox holds, to each destination by a queue of its own. No transaction is open meanwhile. Only the
 * holder of the projector's lease runs one.
 */
export class Sender {
  private readonly queues = new Map<string, DestinationQueue>();
  private readonly working = new Map<string, Promise<void>>();
  private isWoken = false;
  private wakeUp: () => void = () => undefined;
  private prunedAt = 0;

  constructor(
    private readonly sending: Sending,
    private readonly logger: Pick<Logger, 'warn' | 'debug'>,
  ) {}

  /** There may be something new to send. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  /** Sends until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    let recovered = false;
    while (!signal.aborted) {
      try {
        if (!recovered) await this.sending.outbox.recover(this.sending.clock.now());
        recovered = true;
        await this.prune();
        await this.begin(signal);
      } catch (error) {
        this.logger.debug({ err: error }, 'the outbox of notifications cannot be read; retrying');
      }
      await this.pause(signal);
    }
    await this.idle();
  }

  /** Begins to send to all destinations for which something is due, and that nothing is being sent to. */
  async begin(signal: AbortSignal): Promise<void> {
    const due = await this.sending.outbox.destinationsDue(this.sending.clock.now());
    const open = [...this.queues].filter(([, queue]) => queue.hasOpenAttempt).map(([id]) => id);
    for (const id of new Set([...due, ...open])) {
      if (this.working.has(id) || this.working.size >= MOST_AT_ONCE) continue;
      const queue = this.queues.get(id) ?? new DestinationQueue(id, this.sending);
      this.queues.set(id, queue);
      const work = queue
        .work(signal)
        .catch((error: unknown) => {
          this.logger.warn({ err: error, destination: id }, 'notifications cannot be sent; retrying');
        })
        .finally(() => this.working.delete(id));
      this.working.set(id, work);
    }
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    await Promise.all(this.working.values());
  }

  /** Until it is woken, or it is time to look again. */
  private async pause(signal: AbortSignal): Promise<void> {
    if (!this.isWoken && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, LOOK_EVERY_MS);
        signal.addEventListener('abort', end);
        this.wakeUp = end;
      });
    }
    this.isWoken = false;
  }

  private async prune(): Promise<void> {
    const now = this.sending.clock.now();
    if (now.getTime() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.sending.outbox.prune(now);
    this.prunedAt = now.getTime();
  }
}
