import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { events, rejectionOf } from './contract/harness.js';
import { EventStoreMisconfigured, EventStoreUnavailableError, UnknownOutcomeError } from './errors.js';
import { WrongExpectedRevisionError, type Appended, type EventStore } from './index.js';
import { appendWithRetry } from './retry-append.js';

const APPENDED = { revision: 0, position: '0'.repeat(16) } as Appended;
const LOST = new UnknownOutcomeError('s', new Error('gone'));

/** A store whose appends end as told, one after another, the last way from then on; it notes what it was given. */
function storeThat(...ways: readonly (() => Promise<Appended>)[]) {
  const given: unknown[] = [];
  const append = (...args: unknown[]): Promise<Appended> => {
    given.push(args);
    const way = ways[Math.min(given.length, ways.length) - 1];
    return way ? way() : Promise.reject(new Error('told nothing'));
  };
  // Only its append is used.
  return { store: { append } as unknown as EventStore, given };
}

const fails = (error: Error) => () => Promise.reject(error);
const succeeds = () => Promise.resolve(APPENDED);
const neverEnds = () => new Promise<Appended>(() => undefined);

describe('an append that is retried', () => {
  it('sends the same ids at the same expectation until it is answered', async () => {
    const { store, given } = storeThat(fails(LOST), fails(new EventStoreUnavailableError('away')), succeeds);
    const written = events(2);
    expect(await appendWithRetry(store, 's', written, { expected: 3, timeoutMs: 5_000 })).toBe(APPENDED);
    expect(given).toEqual(Array.from({ length: 3 }, () => ['s', written, { expected: 3, patienceMs: 1_000 }]));
  });

  it.each([
    ['a conflict', new WrongExpectedRevisionError('s', 3, 4)],
    ['what an operator has to mend', new EventStoreMisconfigured('EVENTSTORE_URL: access denied')],
    ['a defect', new TypeError('x is not a function')],
  ])('is given up at once for %s', async (_, error) => {
    const { store, given } = storeThat(fails(error));
    expect(await rejectionOf(appendWithRetry(store, 's', events(1), { expected: 3, timeoutMs: 5_000 }))).toBe(error);
    expect(given).toHaveLength(1);
  });

  it('ends with the last error when its time is over', async () => {
    const { store, given } = storeThat(fails(LOST));
    expect(await rejectionOf(appendWithRetry(store, 's', events(1), { expected: 3, timeoutMs: 200 }))).toBe(LOST);
    expect(given.length).toBeGreaterThan(1);
  });

  it('gives a node that is slow more time at the next attempt', async () => {
    const slowly = async () => {
      await sleep(1_010);
      throw LOST;
    };
    const { store, given } = storeThat(slowly, fails(LOST), succeeds);
    await appendWithRetry(store, 's', events(1), { expected: 3, timeoutMs: 5_000 });
    expect(given.map((args) => (args as [string, unknown, { patienceMs: number }])[2].patienceMs)).toEqual([
      1_000, 2_000, 2_000,
    ]);
  });

  it('ends with an unknown outcome where an attempt outlasts its time', async () => {
    const { store } = storeThat(fails(LOST), neverEnds);
    const failure = await rejectionOf(appendWithRetry(store, 's', events(1), { expected: 3, timeoutMs: 200 }));
    expect(failure).toBeInstanceOf(UnknownOutcomeError);
    expect(failure).not.toBe(LOST);
  });
});
