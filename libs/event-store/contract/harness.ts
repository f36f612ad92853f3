import type { EventStore, NewEvent } from '../event-store.js';

/** The faults between a client and the store that the suite tests. */
export type Fault = 'drop' | 'silent_end' | 'orderly_shutdown' | 'too_slow' | 'hang' | 'lost_answer' | 'no_answer';

/** One adapter under test, with a log of its own. */
export interface ContractHarness {
  readonly store: EventStore;
  /** Another connection to the same log. */
  readonly connect: () => Promise<EventStore>;
  /** Injects a fault: into the next append, or at once into every subscription. Throws if the fault hit nothing. */
  readonly inject: (fault: Fault) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ContractSubject {
  /** The faults that `inject` supports. */
  readonly faults: readonly Fault[];
  readonly start: () => Promise<ContractHarness>;
}

/** Returns the harness of the running suite. */
export type HarnessOf = () => ContractHarness;

/** A new stream name. */
export function freshStream(category = 'thing'): string {
  return `${category}-${crypto.randomUUID()}`;
}

/** Makes `count` new events; `n` in their data counts from 0. */
export function events(count: number, data: NewEvent['data'] = {}): NewEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    id: crypto.randomUUID(),
    type: 'thing_happened',
    data: { ...data, n },
    metadata: { v: 1 },
  }));
}

/** Collects all items of an iterable. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** The rejection of a promise that must reject. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
}
