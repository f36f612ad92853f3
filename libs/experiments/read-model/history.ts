import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import { breachSentence, triggersAggregate } from '../../guardrails/index.js';
import { decodeFor } from '../../platform/command-runner.js';
import { ofTheEvent } from '../../platform/event-fault.js';
import { metadataOf } from '../../platform/recorded-event.js';
import { experimentAggregate } from '../experiment.js';
import type { ExperimentEvent } from '../experiment.events.js';
import { summaryOf } from '../summary.js';

/** They change nothing but the revision. */
const IN_THE_WAY = ['experiment_start_abandoned', 'experiment_slots_taken'];

/** Notes events of experiments, and the breaches of their guardrails, in their history. */
export async function noteHistory(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
  for (const event of events) {
    const entry = ofTheEvent(() => entryOf(event));
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

/** What the history says of an event; null for what it leaves out. */
function entryOf(stored: StoredEvent): { readonly summary: string; readonly data: object } | null {
  if (stored.type === 'guardrail_breached') {
    const event = decodeFor(triggersAggregate, stored);
    return event.type === stored.type ? { summary: breachSentence(event.data), data: event.data } : null;
  }
  if (!stored.stream.startsWith('experiment-') || IN_THE_WAY.includes(stored.type)) return null;
  const event = decodeFor(experimentAggregate, stored);
  return { summary: summaryOf(event, metadataOf(stored).by), data: shownOf(event) };
}

/** The salt is nobody's business. */
function shownOf({ type, data }: ExperimentEvent): object {
  if (type !== 'experiment_drafted') return data;
  const { salt: _, ...shown } = data;
  return shown;
}
