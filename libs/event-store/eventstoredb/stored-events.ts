import { jsonEvent, type AllStreamRecordedEvent, type JSONEventData, type RecordedEvent } from '@eventstore/db-client';
import type { JsonObject, NewEvent, StoredEvent } from '../event-store.js';
import { encodePosition } from './log-position.js';

/** Converts an event to the client's format. */
export function toServerEvent({ id, type, data, metadata }: NewEvent): JSONEventData {
  return jsonEvent({ id, type, data, metadata });
}

/** True for events that this port can have written; links, tombstones and binary events are not delivered. */
export function isJsonEvent(event: RecordedEvent): boolean {
  return event.isJson && !event.type.startsWith('$');
}

/** Converts a recorded event to the port's format, and strips the installation's prefix from its stream. */
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
