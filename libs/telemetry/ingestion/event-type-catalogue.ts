import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { parseMinPosition, positionNotReached } from '../../event-sourcing/min-position.js';
import type { Watermark } from '../../event-sourcing/watermark.js';
import { OwnWrites, StateByStream, type LiveFold, type LiveView } from '../../projections/index.js';
import {
  BUILT_IN_TYPES,
  eventTypeAggregate,
  eventTypeStream,
  type EventType,
  type EventTypeEvent,
} from '../event-type.js';
import { compileSchema, type PropertySchema } from '../schema/property-schema.js';
import { namesIn } from './shown-pointer.js';
import type { ItemType } from '../telemetry.js';

const MAX_LOOKUPS_AT_ONCE = 8;
const WAIT_MS = 5_000;

/** An event type in the form that ingestion needs, built once per state of the type. */
export interface CatalogueEntry {
  readonly item: ItemType;
  readonly archived: boolean;
  readonly validate: PropertySchema | null;
  /** All names that the schema has. */
  readonly names: ReadonlySet<string>;
}

/** Event types in memory. Before ingestion rejects an event because of its type, it loads the type's stream. */
export class EventTypeCatalogue {
  private readonly states = new StateByStream<EventType | null, EventTypeEvent>(eventTypeAggregate);
  private readonly entries = new WeakMap<EventType, CatalogueEntry>();
  readonly folds: readonly LiveFold[] = [this.states];
  private readonly own: OwnWrites;

  constructor(
    private readonly runner: CommandRunner,
    private readonly live: LiveView,
    watermark: Watermark,
  ) {
    this.own = new OwnWrites(live, watermark);
  }

  /** Waits briefly for this process's own writes to reach memory: a type just archived takes no more events. */
  current(): Promise<void> {
    return this.own.settle();
  }

  /** Time of the answer to the oldest command that memory still lacks after the wait. */
  staleSince(): string | undefined {
    return this.own.staleSince();
  }

  /**
   * Waits for a position that the caller names.
   * @throws Problem 400 if it is malformed; 503 with the current position after 5 seconds
   */
  async reached(minPosition: string | undefined): Promise<void> {
    if (minPosition === undefined || (await this.live.reach(parseMinPosition(minPosition), WAIT_MS))) return;
    throw positionNotReached('event types are not known that far yet', this.live.position);
  }

  /** The type from memory, which may lag its stream. */
  get(key: string): CatalogueEntry | undefined {
    const state = BUILT_IN_TYPES.get(key) ?? this.states.get(eventTypeStream(key));
    return state ? this.entryOf(state) : undefined;
  }

  /** Loads the types of these keys from their streams; types that do not exist are left out. */
  async load(keys: Iterable<string>): Promise<Map<string, CatalogueEntry>> {
    const found = new Map<string, CatalogueEntry>();
    const wanted = [...new Set(keys)];
    for (let start = 0; start < wanted.length; start += MAX_LOOKUPS_AT_ONCE) {
      const keysNow = wanted.slice(start, start + MAX_LOOKUPS_AT_ONCE);
      const loaded = await Promise.all(
        keysNow.map((key) => this.runner.load(eventTypeAggregate, eventTypeStream(key))),
      );
      keysNow.forEach((key, index) => {
        const state = loaded[index]?.state;
        if (state) found.set(key, this.entryOf(state));
      });
    }
    return found;
  }

  private entryOf(type: EventType): CatalogueEntry {
    let entry = this.entries.get(type);
    if (!entry) {
      const { key, exposure, requiresExposure, archived, schema } = type;
      const validate = schema && compileSchema(schema);
      entry = { item: { key, exposure, requiresExposure }, archived, validate, names: namesIn(schema) };
      this.entries.set(type, entry);
    }
    return entry;
  }
}
