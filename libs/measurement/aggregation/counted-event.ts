import type { TelemetryItem } from '../../telemetry/index.js';
import type { CountedEvent } from './observe.js';
import type { Tracked } from './tracked.js';
import { PATIENCE_MS, type WaitingEvent } from './waiting.js';

/** The time that an event counts at (epoch milliseconds): at most its receipt, as the sender's clock may be fast. */
export const countedAt = ({ at }: TelemetryItem, receivedAt: number): number => Math.min(at, receivedAt);

/** The event to count. */
export const countedOf = (item: TelemetryItem, receivedAt: number): CountedEvent => ({
  type: item.type.key,
  at: countedAt(item, receivedAt),
  properties: item.properties,
});

/** Callers keep decisions for minutes, so until then an exposure is nothing to tell of. */
const SETTLED_AFTER_MS = 15 * 60_000;

/** True if the subject saw a variant when everybody should have known that the experiment had ended. */
export const isServedAfterEnd = ({ completedAt }: Tracked, { at }: CountedEvent): boolean =>
  completedAt !== null && at > completedAt + SETTLED_AFTER_MS;

/** True if the event came after the experiment's end. */
export const isAfterEnd = ({ completedAt }: Tracked, { at }: CountedEvent): boolean =>
  completedAt !== null && at > completedAt;

/** True if an exposure or a link received then may still make this earlier event count. */
export const isInTime = (event: WaitingEvent, receivedAt: number): boolean =>
  event.receivedAt >= receivedAt - PATIENCE_MS;
