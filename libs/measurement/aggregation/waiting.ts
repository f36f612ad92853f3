import type { JsonObject } from '../../event-store/index.js';
import type { CountedEvent } from './observe.js';

/** How long an event waits for its exposure, and how far a link reaches back, in receive times of the log. */
export const PATIENCE_MS = 7 * 24 * 60 * 60 * 1000;
/** How much later than an event without decision id its exposure may be. */
export const EXPOSURE_SLACK_MS = 5 * 60 * 1000;

/**
 * An event whose exposure may still come. Either it has no decision id, so any experiment of its subject may take it,
 * or its type requires an exposure.
 */
export interface WaitingEvent extends CountedEvent {
  readonly id: string;
  readonly environment: string;
  /** Its subject, after all links; with a decision id, the unit whose exposure it waits for. */
  person: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The claims of its decision id, if it has one. */
  readonly decided: {
    readonly experiment: string;
    readonly variant: string;
    readonly phase: number;
    unit: string;
  } | null;
  /** The experiments that count it so far, each with its unit (`experiment unit`). */
  readonly taken: string[];
  /** Where it waits if not in both counts: that of all telemetry, and that of the telemetry of servers alone. */
  readonly waitsIn?: 'all' | 'servers';
  /** By the telemetry of servers alone: the experiments that count it; absent if they are the same. */
  readonly takenOfServers?: readonly string[];
}

/**
 * The numeric properties of the top level, and those that a metric's condition reads; no others can ever count.
 * @param conditional names that conditions read
 */
export function countableOf(
  properties: JsonObject | undefined,
  conditional: ReadonlySet<string>,
): JsonObject | undefined {
  if (!properties) return undefined;
  const kept = Object.entries(properties).filter(([name, value]) => typeof value === 'number' || conditional.has(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The key of a subject (after all links) within its environment. */
export const personKey = (environment: string, person: string): string => `${environment} ${person}`;
