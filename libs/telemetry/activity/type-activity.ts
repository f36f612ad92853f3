import type { ReceivedCounts } from './received-counts.js';
import type { Rejection, Rejections } from './rejections.js';

/** What comes of each event type, as ingestion notes it. Neither is in the log. */
export class TypeActivity {
  constructor(
    private readonly received: ReceivedCounts,
    private readonly rejections: Rejections,
  ) {}

  /** Hot path. @param now epoch milliseconds */
  accepted(environment: string, eventType: string, now: number): void {
    this.received.note(environment, eventType, 'accepted', now);
  }

  /** @param eventType a well-formed key, of a type that there is or not */
  rejected(environment: string, eventType: string, rejection: Rejection): void {
    if (rejection.isKnown) this.received.note(environment, eventType, 'rejected', rejection.at);
    this.rejections.note(environment, eventType, rejection);
  }

  start(): void {
    this.received.start();
    this.rejections.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.received.stop(), this.rejections.stop()]);
  }
}
