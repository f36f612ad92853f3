import { EventFault } from '../../event-sourcing/event-fault.js';
import { databaseFailureOf } from '../../platform/postgres/failure.js';

/**
 * True where the events themselves cannot be applied: they cannot be decoded or counted, or hold values that no column
 * takes. Only these park. Every other failure is one of the surroundings, whatever its code, and is retried for ever.
 */
export function isFaultOfEvents(error: unknown): boolean {
  return error instanceof EventFault || databaseFailureOf(error) === 'data';
}
