import type { EntityManager } from 'typeorm';
import type { JsonObject, StoredEvent } from '../../event-store/index.js';
import { decodeFor, prefixOf } from '../../event-sourcing/aggregate.js';
import { ofTheEvent } from '../../event-sourcing/event-fault.js';
import { asJson, metadataOf } from '../../event-sourcing/recorded-event.js';
import { withoutSecrets } from '../../event-sourcing/secret-fields.js';
import { packed } from '../../primitives/written-json.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { summaryOf } from '../summary.js';

/** Events that change nothing but the revision. */
const IN_THE_WAY = ['experiment_start_abandoned', 'experiment_slots_taken'];

/** The entry of one event. */
export interface HistoryEntry {
  readonly summary: string;
  readonly data: JsonObject;
}

/**
 * Inserts events into the history of their experiments.
 * @param other the entry of an event in another stream that is named after an experiment; null leaves the event out
 */
export async function noteHistory(
  events: readonly StoredEvent[],
  manager: EntityManager,
  other: (event: StoredEvent) => HistoryEntry | null,
): Promise<void> {
  for (const event of events) {
    const entry = ofTheEvent(() => entryOf(event) ?? other(event));
    if (entry === null) continue;
    const { by, at } = metadataOf(event);
    await manager.query(
      `INSERT INTO experiment_history (experiment_id, position, revision, type, at, by, summary, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        event.stream.slice(event.stream.indexOf(':') + 1),
        event.position,
        event.revision,
        event.type,
        at,
        JSON.stringify(by),
        entry.summary,
        packed(entry.data),
      ],
    );
  }
}

function entryOf(stored: StoredEvent): HistoryEntry | null {
  if (!stored.stream.startsWith(prefixOf(experimentAggregate)) || IN_THE_WAY.includes(stored.type)) return null;
  const event = decodeFor(experimentAggregate, stored);
  return { summary: summaryOf(event, metadataOf(stored).by), data: asJson(withoutSecrets(event.data)) };
}
