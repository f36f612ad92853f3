import type { DeliveryRow } from '../read-model/index.js';

/** The JSON document of a delivery. */
export function deliveryDocument(row: DeliveryRow) {
  const { id, kind, severity, state, destination, rule, environment, experiment, content, digest, attempts, log } = row;
  return {
    id,
    kind,
    severity,
    state,
    destination,
    rule,
    environment,
    experiment,
    title: content.title,
    facts: content.facts,
    createdAt: row.created_at.toISOString(),
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    digest,
    attempts,
    log,
  };
}
