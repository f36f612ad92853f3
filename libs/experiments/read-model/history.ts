import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import { decodeFor } from '../../platform/command-runner.js';
import { ofTheEvent } from '../../platform/event-fault.js';
import { metadataOf } from '../../platform/recorded-event.js';
import { experimentAggregate } from '../experiment.js';
import { summaryOf } from '../summary.js';

/** They change nothing but the revision. */
const IN_THE_WAY = ['experiment_start_abandoned', 'experiment_slots_taken'];

/** Notes events of experiments, and the breaches of their guardrails, in their history. */
export async function noteHistory(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
  for (const event of events) {
    const summary = ofTheEvent(() => summarize(event));
    if (summary === null) continue;
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
        summary,
        JSON.stringify(event.data),
      ],
    );
  }
}

function summarize(event: StoredEvent): string | null {
  if (event.type === 'guardrail_breached') {
    const { metric, value, threshold, variant, action } = event.data as Record<string, string | null>;
    return `${metric} was ${value} against ${threshold} for ${variant ?? 'all variants'}: ${action}`;
  }
  if (!event.stream.startsWith('experiment-') || IN_THE_WAY.includes(event.type)) return null;
  return summaryOf(decodeFor(experimentAggregate, event), metadataOf(event).by);
}
