import type { CommandRunner } from '../../platform/command-runner.js';
import { StateByStream, type LiveFold } from '../../projections/index.js';
import { eventTypeAggregate, eventTypeStream, type EventType, type EventTypeEvent } from '../event-type.js';

const MAX_LOOKUPS_AT_ONCE = 8;

/** Event types in memory; what memory does not know or calls archived is asked of the stream before it is rejected. */
export class EventTypeCatalogue {
  private readonly states = new StateByStream<EventType | null, EventTypeEvent>('event_type-', eventTypeAggregate);
  readonly folds: readonly LiveFold[] = [this.states];

  constructor(private readonly runner: CommandRunner) {}

  /** The types of these keys; null where there is none. */
  async find(keys: Iterable<string>): Promise<Map<string, EventType | null>> {
    const found = new Map<string, EventType | null>();
    const doubtful: string[] = [];
    for (const key of new Set(keys)) {
      const known = this.states.get(eventTypeStream(key));
      if (known && !known.archived) found.set(key, known);
      else doubtful.push(key);
    }
    for (let start = 0; start < doubtful.length; start += MAX_LOOKUPS_AT_ONCE) {
      const keysNow = doubtful.slice(start, start + MAX_LOOKUPS_AT_ONCE);
      const loaded = await Promise.all(
        keysNow.map((key) => this.runner.load(eventTypeAggregate, eventTypeStream(key))),
      );
      keysNow.forEach((key, index) => found.set(key, loaded[index]?.state ?? null));
    }
    return found;
  }
}
