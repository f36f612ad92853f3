/**
 * An event that cannot be decoded, upcast or folded: its own fault, so the same attempt always fails again. Every
 * other failure is a failure of the surroundings and is retried.
 */
export class EventFault extends Error {
  override readonly name = 'EventFault';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Runs pure work on an event; whatever it throws is the event's fault. @throws EventFault */
export function ofTheEvent<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof EventFault ? error : new EventFault(error);
  }
}
