import { EventFault } from '../../event-sourcing/event-fault.js';
import { databaseFailureOf } from '../../platform/postgres/failure.js';

/**
 * True if the fault is in the events: they cannot be decoded or counted, or a column does not accept their values. Only
 * these faults park an event. Every other failure comes from the environment and is retried for ever.
 */
export function isFaultOfEvents(error: unknown): boolean {
  return error instanceof EventFault || databaseFailureOf(error) === 'data';
}
