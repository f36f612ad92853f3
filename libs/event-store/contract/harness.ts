import type { EventStore, NewEvent } from '../event-store.js';

/** What can go wrong between a subscriber or writer and the store. */
export type Fault = 'drop' | 'silent_end' | 'orderly_shutdown' | 'too_slow' | 'hang' | 'lost_answer' | 'no_answer';

/** One adapter under test, over a log that nobody else writes to. */
export interface ContractHarness {
  readonly store: EventStore;
  /** Another connection to the same log. */
  readonly connect: () => Promise<EventStore>;
  /** Makes the fault happen (to the next append, or at once to every subscription); throws when it hit nothing. */
  readonly inject: (fault: Fault) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ContractSubject {
  /** The faults that `inject` can bring about. */
  readonly faults: readonly Fault[];
  readonly start: () => Promise<ContractHarness>;
}

/** Gives the harness of the running suite to its tests. */
export type HarnessOf = () => ContractHarness;

/** A stream name nobody used before. */
export function freshStream(category = 'thing'): string {
  return `${category}-${crypto.randomUUID()}`;
}

/** So many new events; `n` in their data counts from 0. */
export function events(count: number, data: NewEvent['data'] = {}): NewEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    id: crypto.randomUUID(),
    type: 'thing_happened',
    data: { ...data, n },
    metadata: { v: 1 },
  }));
}

/** Everything that an iterable yields. */
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
