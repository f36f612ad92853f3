import { jsonEvent, type AllStreamRecordedEvent, type JSONEventData, type RecordedEvent } from '@eventstore/db-client';
import type { JsonObject, NewEvent, StoredEvent } from '../event-store.js';
import { encodePosition } from './log-position.js';

/** Our event as the client sends it. */
export function toServerEvent({ id, type, data, metadata }: NewEvent): JSONEventData {
  return jsonEvent({ id, type, data, metadata });
}

/** True for what this port wrote; links, tombstones and binary events of others are not handed out. */
export function isJsonEvent(event: RecordedEvent): boolean {
  return event.isJson && !event.type.startsWith('$');
}

/** A recorded event in the port's terms, its stream's name without the installation's prefix. */
export function toStoredEvent(event: AllStreamRecordedEvent, streamPrefix: string): StoredEvent {
  return {
    id: event.id,
    type: event.type,
    // Checked by isJsonEvent: an event that this port wrote holds JSON objects.
    data: event.data as JsonObject,
    metadata: (event.metadata ?? {}) as JsonObject,
    stream: event.streamId.slice(streamPrefix.length),
    revision: Number(event.revision),
    position: encodePosition(event.position),
    recordedAt: event.created.toISOString(),
  };
}
