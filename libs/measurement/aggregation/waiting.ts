import type { JsonObject } from '../../event-store/index.js';
import type { CountedEvent } from './observe.js';

/** How long an event waits for its exposure, and a link reaches back, by the receive times in the log. */
export const PATIENCE_MS = 7 * 24 * 60 * 60 * 1000;
/** How much an exposure's time may be behind that of an event without decision id. */
export const EXPOSURE_SLACK_MS = 5 * 60 * 1000;

/**
 * An event whose exposure may still come: one without decision id, which any experiment of its subject may take, or one
 * of a type that requires an exposure.
 */
export interface WaitingEvent extends CountedEvent {
  readonly id: string;
  readonly environment: string;
  /** The subject that it is of, links followed; with a decision id, the unit whose exposure it waits for. */
  person: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Of an event with a decision id: what that says. */
  readonly decided: {
    readonly experiment: string;
    readonly variant: string;
    readonly phase: number;
    unit: string;
  } | null;
  /** The experiments that count it by now, each with its unit (`experiment unit`). */
  readonly taken: string[];
}

/** Only numbers of the top level can ever count: nothing else of the properties is kept. */
export function numbersOf(properties: JsonObject | undefined): JsonObject | undefined {
  if (!properties) return undefined;
  const numbers = Object.entries(properties).filter(([, value]) => typeof value === 'number');
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}

/** Names a subject of an environment, links followed. */
export const personKey = (environment: string, person: string): string => `${environment} ${person}`;
