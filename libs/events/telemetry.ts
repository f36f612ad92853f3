import type { JsonObject, StoredEvent } from '../event-store/index.js';
import type { DomainEvent } from '../platform/decider.js';
import { eventCodec } from '../platform/event-codec.js';

/**
 * One accepted event of a batch, as it is stored: the decision id resolved to what it says, the subject as its digest.
 * `hash` tells a repeated event from another one under the same id.
 */
export interface TelemetryItem {
  readonly id: string;
  readonly type: string;
  readonly exposure: boolean;
  readonly subject: string;
  /** Event time, ISO 8601 UTC. */
  readonly at: string;
  readonly experiment: string;
  readonly phase: number;
  readonly variant: string;
  /** False for events of an override: kept, never counted. */
  readonly counted: boolean;
  readonly hash: string;
  readonly properties?: JsonObject;
}

/** One stored event holds a whole batch. */
export interface TelemetryBatch {
  readonly receivedAt: string;
  readonly items: readonly TelemetryItem[];
}

export const TELEMETRY_PREFIX = 'telemetry-';
export const TELEMETRY_RECORDED = 'telemetry_recorded';

export const telemetryStream = (environment: string, writer: string): string =>
  `${TELEMETRY_PREFIX}${environment}:${writer}`;

export const telemetryCodec = eventCodec<DomainEvent<typeof TELEMETRY_RECORDED, TelemetryBatch>>({
  telemetry_recorded: 1,
});

/** The batch of a stored `telemetry_recorded`. */
export const telemetryBatchOf = (event: StoredEvent): TelemetryBatch => telemetryCodec.decode(event).data;
