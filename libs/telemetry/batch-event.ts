import type { NewEvent } from '../event-store/index.js';
import type { Author } from '../event-sourcing/author.js';
import { newId } from '../platform/ids.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { storedBatch, telemetryCodec, TELEMETRY_RECORDED, type TelemetryItem } from './telemetry.js';

/** When and for whom a batch was received. */
export interface Reception {
  readonly environment: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Milliseconds to take off the events' times. */
  readonly corrected: number;
}

/** A batch as the event that stores it. */
export function batchEvent(items: readonly TelemetryItem[], by: Author, reception: Reception): NewEvent {
  const { environment, receivedAt, corrected } = reception;
  const id = newId();
  const at = new Date(receivedAt).toISOString();
  const metadata = { by, at, environment, commandId: id, correlationId: id, causationId: id };
  const data = storedBatch(receivedAt, corrected, items);
  return { id, ...telemetryCodec.encode(TELEMETRY_RECORDED, data, asJson(metadata)) };
}
