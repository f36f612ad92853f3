import type { JsonObject, StoredEvent } from '../event-store.js';
import { encodePosition, type LogPosition } from './log-position.js';

/** The columns of every read. The casts to text take the columns' names, so ORDER BY must qualify its columns. */
export const EVENT_COLUMNS =
  'stream, revision::text AS revision, event_id, type, data, metadata, recorded_at, epoch, xid::text AS xid, position::text AS position';

export interface EventRow extends LogPosition {
  readonly stream: string;
  readonly revision: string;
  readonly event_id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly recorded_at: Date;
}

export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    id: row.event_id,
    stream: row.stream,
    revision: Number(row.revision),
    position: encodePosition(row),
    type: row.type,
    data: row.data,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
  };
}
