import type { StoredEvent } from '../../event-store/index.js';
import { decodeFor, prefixOf } from '../../event-sourcing/aggregate.js';
import { asJson } from '../../event-sourcing/recorded-event.js';
import type { HistoryEntry } from '../../experiments/read-model/index.js';
import { breachSentence } from '../evidence.js';
import { triggersAggregate } from '../trigger.js';

/** The entry of a breach in its experiment's history; null for every other event. */
export function breachInHistory(stored: StoredEvent): HistoryEntry | null {
  if (!stored.stream.startsWith(prefixOf(triggersAggregate)) || stored.type !== 'guardrail_breached') return null;
  const event = decodeFor(triggersAggregate, stored);
  return event.type === stored.type ? { summary: breachSentence(event.data), data: asJson(event.data) } : null;
}
