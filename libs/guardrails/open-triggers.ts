import type { StoredEvent } from '../event-store/index.js';
import { prefixOf, decodeFor } from '../event-sourcing/aggregate.js';
import type { LiveFold } from '../projections/index.js';
import type { Breach } from './guardrail.events.js';
import { triggersAggregate } from './trigger.js';

interface OpenTrigger {
  readonly breach: Breach;
  /** Times at which the store recorded the breach and this process read it; epoch milliseconds. */
  readonly recordedAt: number;
  readonly readAt: number;
}

/** Breaches whose outcome is not in the log yet. */
export class OpenTriggers implements LiveFold {
  readonly prefixes = [prefixOf(triggersAggregate)];
  private readonly open = new Map<string, OpenTrigger>();

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number) {}

  apply(event: StoredEvent): void {
    const { type, data } = decodeFor(triggersAggregate, event);
    switch (type) {
      case 'guardrail_breached': {
        const recordedAt = Date.parse(event.recordedAt);
        this.open.set(data.id, { breach: data, recordedAt, readAt: this.now() });
        break;
      }
      case 'guardrail_action_settled':
        this.open.delete(data.trigger);
        break;
    }
  }

  /** Breaches open for at least `ms`, oldest first. The store's clock may differ from ours: the longer time counts. */
  olderThan(ms: number): Breach[] {
    const until = this.now() - ms;
    return [...this.open.values()]
      .filter(({ recordedAt, readAt }) => Math.min(recordedAt, readAt) <= until)
      .map(({ breach }) => breach);
  }
}
