import type { NewEvent } from '../event-store/index.js';
import type { Author } from '../event-sourcing/author.js';
import { newId } from '../platform/ids.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { storedBatch, telemetryCodec, TELEMETRY_RECORDED, type Source, type TelemetryItem } from './telemetry.js';

/** The environment and time of a batch's receipt. */
export interface Reception {
  readonly environment: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Milliseconds to subtract from the events' times. */
  readonly corrected: number;
  readonly source: Source;
}

/** The event that stores a batch. */
export function batchEvent(items: readonly TelemetryItem[], by: Author, reception: Reception): NewEvent {
  const { environment, receivedAt } = reception;
  const id = newId();
  const at = new Date(receivedAt).toISOString();
  const metadata = { by, at, environment, commandId: id, correlationId: id, causationId: id };
  const data = storedBatch(reception, items);
  return { id, ...telemetryCodec.encode(TELEMETRY_RECORDED, data, asJson(metadata)) };
}
