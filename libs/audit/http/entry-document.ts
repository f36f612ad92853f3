import type { AuditRow } from '../read-model/index.js';

/** The JSON document of an entry. */
export function entryDocument(row: AuditRow) {
  const { position, revision, at, type, environment, summary, data, changes } = row;
  return {
    position,
    // PostgreSQL sends its `bigint` as text.
    revision: Number(revision),
    at,
    type,
    by: authorIn(row),
    environment,
    entity: { kind: row.entity_kind, id: row.entity_id },
    summary,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    data,
    changes,
  };
}

/** The entry in the history of its thing. */
export function historyDocument(row: AuditRow) {
  const { position, revision, type, at, summary, data } = row;
  return { position, revision: Number(revision), type, at, by: authorIn(row), summary, data };
}

const authorIn = ({ by_kind: kind, by_id: id, by_name: name }: AuditRow) => ({ kind, id, name });
