/**
 * An event cannot be decoded, upcast or folded. The fault is in the event, so every attempt fails again. All other
 * failures come from the environment and are retried.
 */
export class EventFault extends Error {
  override readonly name = 'EventFault';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Runs pure work on an event, and turns every error into an EventFault. @throws EventFault */
export function ofTheEvent<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof EventFault ? error : new EventFault(error);
  }
}
