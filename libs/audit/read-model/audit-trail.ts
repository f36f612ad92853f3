import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import { packed } from '../../primitives/written-json.js';
import type { StateObserver } from '../../projections/index.js';
import type { States } from '../audited-streams.js';
import { entryOf, type AuditEntry } from '../entry.js';
import { packedChanges } from './audit-table.js';
import { wordsOf } from './search-words.js';

/** The audit of one batch of events: it sees the states that the tables fold, then writes an entry per event. */
export class AuditTrail {
  private readonly seen = new Map<string, States>();

  readonly observe: StateObserver = ({ position }, before, after) => {
    this.seen.set(position, { before: objectOf(before), after: objectOf(after) });
  };

  /** Inserts the entries of the events, in one statement. */
  async write(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    const rows = events.flatMap((event) => {
      const entry = entryOf(event, this.seen.get(event.position));
      return entry === null ? [] : [valuesOf(entry)];
    });
    if (rows.length === 0) return;
    const columns = COLUMNS.map((_, column) => rows.map((row) => row[column]));
    await manager.query(INSERT, columns);
  }
}

const objectOf = (state: unknown): object | null => (typeof state === 'object' ? state : null);

const COLUMNS = [
  ...['position', 'revision', 'at', 'type', 'by_kind', 'by_id', 'by_name', 'environment', 'entity_kind', 'entity_id'],
  ...['correlation_id', 'causation_id', 'summary', 'data', 'changes', 'words'],
];

const CASTS: Readonly<Record<string, string>> = { revision: 'bigint', data: 'json', changes: 'json' };

const selected = COLUMNS.map((column) =>
  column === 'words' ? `to_tsvector('simple', words)` : `${column}::${CASTS[column] ?? 'text'}`,
);
const INSERT = `INSERT INTO audit (${COLUMNS.join(', ')}) SELECT ${selected.join(', ')}
  FROM unnest(${COLUMNS.map((_, index) => `$${index + 1}::text[]`).join(', ')}) AS entry (${COLUMNS.join(', ')})
  ON CONFLICT DO NOTHING`;

/** The values of a row, in the order of the columns. */
function valuesOf(entry: AuditEntry): readonly (string | null)[] {
  const { position, revision, at, type, by, environment, entity, correlationId, causationId, summary, data } = entry;
  return [
    ...[position, String(revision), at, type, by.kind, by.id, by.name, environment, entity.kind, entity.id],
    ...[correlationId, causationId, summary, packed(data), packedChanges(entry.changes), wordsOf(entry)],
  ];
}
