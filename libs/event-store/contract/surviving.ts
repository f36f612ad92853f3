import { describe, expect, it } from '@jest/globals';
import { appendWithRetry } from '../retry-append.js';
import { events, freshStream, type ContractSubject, type Fault, type HarnessOf } from './harness.js';
import { Subscriber } from './subscriber.js';

const OF_SUBSCRIPTIONS: readonly Fault[] = ['drop', 'silent_end', 'orderly_shutdown', 'too_slow', 'hang'];

/** A subscription resumes by itself after every fault that the adapter's harness supports. */
export function describeSurviving(harness: HarnessOf, { faults }: ContractSubject): void {
  const offered = OF_SUBSCRIPTIONS.filter((fault) => faults.includes(fault));
  if (offered.length === 0) return;

  describe('a broken subscription', () => {
    it.each(offered)('goes on after: %s', async (fault) => {
      const { store, inject } = harness();
      const stream = freshStream('survivor');
      const subscriber = new Subscriber(store, { filter: { streamPrefixes: [stream] } });
      await subscriber.untilCaughtUp();
      const written: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        const batch = events(2);
        const expected = round === 0 ? 'no_stream' : written.length - 1;
        await appendWithRetry(store, stream, batch, { expected, timeoutMs: 15_000 });
        written.push(...batch.map((event) => event.id));
        await subscriber.untilEvents(written.length);
        await inject(fault);
      }
      const last = events(2);
      await appendWithRetry(store, stream, last, { expected: written.length - 1, timeoutMs: 15_000 });
      written.push(...last.map((event) => event.id));
      await subscriber.untilEvents(written.length);
      await subscriber.stop();
      expect(subscriber.ids).toEqual(written);
    });

    it.each(offered)('misses and repeats nothing under load with: %s', async (fault) => {
      const { store, inject } = harness();
      const stream = freshStream('loaded');
      const subscriber = new Subscriber(store, { filter: { streamPrefixes: [stream] } });
      await subscriber.untilCaughtUp();
      const written: string[] = [];
      for (let round = 0; round < 120; round += 1) {
        const batch = events(5);
        const expected = round === 0 ? 'no_stream' : written.length - 1;
        await appendWithRetry(store, stream, batch, { expected, timeoutMs: 15_000 });
        written.push(...batch.map((event) => event.id));
        if (round === 40 || round === 80) {
          await subscriber.until('some events', () => subscriber.events.length > 0);
          await inject(fault);
        }
      }
      await subscriber.untilEvents(written.length);
      await subscriber.stop();
      expect(subscriber.ids).toEqual(written);
    });
  });
}
