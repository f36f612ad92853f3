import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import { decodeFor, prefixOf } from '../../event-sourcing/aggregate.js';
import { ofTheEvent } from '../../event-sourcing/event-fault.js';
import { metadataOf } from '../../event-sourcing/recorded-event.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { ExperimentEvent } from '../experiment.events.js';
import { summaryOf } from '../summary.js';

/** They change nothing but the revision. */
const IN_THE_WAY = ['experiment_start_abandoned', 'experiment_slots_taken'];

/** What the history says of an event. */
export interface HistoryEntry {
  readonly summary: string;
  readonly data: object;
}

/**
 * Notes events of experiments in their history.
 * @param other what it says of events of other streams that are named after an experiment; null where it leaves one out
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
        JSON.stringify(entry.data),
      ],
    );
  }
}

function entryOf(stored: StoredEvent): HistoryEntry | null {
  if (!stored.stream.startsWith(prefixOf(experimentAggregate)) || IN_THE_WAY.includes(stored.type)) return null;
  const event = decodeFor(experimentAggregate, stored);
  return { summary: summaryOf(event, metadataOf(stored).by), data: shownOf(event) };
}

/** The salt is nobody's business. */
function shownOf({ type, data }: ExperimentEvent): object {
  if (type !== 'experiment_drafted') return data;
  const { salt: _, ...shown } = data;
  return shown;
}
