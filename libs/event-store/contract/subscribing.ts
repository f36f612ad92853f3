import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../event-store.js';
import { all, events, freshStream, type HarnessOf } from './harness.js';
import { Subscriber } from './subscriber.js';

// The contract is 1 s on an idle machine; a busy machine gets more time.
const IDLE_CHECKPOINT_PATIENCE_MS = 5_000;

/** Following the log: order, filter, checkpoints, ending. */
export function describeSubscribing(harness: HarnessOf): void {
  const subscribers: Subscriber[] = [];
  const follow = (...options: ConstructorParameters<typeof Subscriber>): Subscriber => {
    const subscriber = new Subscriber(...options);
    subscribers.push(subscriber);
    return subscriber;
  };
  const withSubscribersStopped = (test: () => Promise<void>) => async () => {
    try {
      await test();
    } finally {
      await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
    }
  };

  describe('subscribe', () => {
    it(
      'gives history from the start through a filter, says once that it is live, then live events',
      withSubscribersStopped(async () => {
        const { store } = harness();
        const category = freshStream('mine');
        const before = events(3);
        const after = events(2);
        await store.append(`${category}-a`, before, { expected: 'no_stream' });
        await store.append(freshStream('other'), events(2), { expected: 'no_stream' });
        const subscriber = follow(store, { filter: { streamPrefixes: [`${category}-`] } });
        await subscriber.untilCaughtUp();
        expect(subscriber.ids).toEqual(before.map((event) => event.id));
        await store.append(freshStream('other'), events(2), { expected: 'no_stream' });
        await store.append(`${category}-b`, after, { expected: 'no_stream' });
        await subscriber.untilEvents(5);
        expect(subscriber.ids).toEqual([...before, ...after].map((event) => event.id));
        expect(subscriber.timesCaughtUp).toBe(1);
        expectStrictlyIncreasing(subscriber.positions);
      }),
    );

    it(
      'takes several prefixes, and without a filter everything',
      withSubscribersStopped(async () => {
        const { store } = harness();
        const [one, two, three] = [freshStream('one'), freshStream('two'), freshStream('three')];
        const some = follow(store, { filter: { streamPrefixes: [one, two] } });
        const everything = follow(store, { after: await store.head() });
        for (const stream of [one, two, three]) await store.append(stream, events(1), { expected: 'no_stream' });
        const streamsOf = (seen: Subscriber): string[] => seen.events.map((event) => event.stream);
        await everything.until('all three', () => streamsOf(everything).includes(three));
        await some.untilEvents(2);
        expect(streamsOf(some)).toEqual([one, two]);
        expect(streamsOf(everything).slice(-3)).toEqual([one, two, three]);
      }),
    );

    it(
      'goes on after any position it handed out, whether of an event or a checkpoint',
      withSubscribersStopped(async () => {
        const { store } = harness();
        const category = freshStream('resume');
        const filter = { streamPrefixes: [category] };
        await store.append(`${category}-1`, events(40), { expected: 'no_stream' });
        await store.append(freshStream('other'), events(400), { expected: 'no_stream' });
        await store.append(`${category}-2`, events(40), { expected: 'no_stream' });
        const first = follow(store, { filter });
        await first.untilEvents(80);
        const ofEvents = new Set(first.events.map((event) => event.position));
        const someOfEvents = first.events.filter((_, index) => index % 13 === 0).map((event) => event.position);
        const ofCheckpoints = first.positions.filter((position) => !ofEvents.has(position));
        for (const after of [...someOfEvents, ...ofCheckpoints]) {
          const rest = first.events.filter((event) => event.position > after);
          const resumed = follow(store, { filter, after });
          await resumed.untilCaughtUp();
          expect(resumed.ids).toEqual(rest.map((event) => event.id));
          await resumed.stop();
        }
      }),
    );

    it(
      'when idle, passes the append of a stream it does not see',
      withSubscribersStopped(async () => {
        const { store } = harness();
        const other = freshStream('other');
        const before = await store.append(other, events(1), { expected: 'no_stream' });
        const subscriber = follow(store, { filter: { streamPrefixes: [freshStream('none')] } });
        await subscriber.untilPast(before.position, IDLE_CHECKPOINT_PATIENCE_MS);
        await subscriber.untilCaughtUp();
        for (let revision = 0; revision < 3; revision += 1) {
          const { position } = await store.append(other, events(1), { expected: revision });
          await subscriber.untilPast(position, IDLE_CHECKPOINT_PATIENCE_MS);
        }
        expect(subscriber.events).toEqual([]);
        expectStrictlyIncreasing(subscriber.positions);
      }),
    );

    it(
      'shows eight concurrent writers without gap, double or disorder, the same to everyone',
      withSubscribersStopped(async () => {
        const { store, connect } = harness();
        const second = await connect();
        try {
          const plan = fc.array(fc.record({ stream: fc.nat({ max: 3 }), count: fc.integer({ min: 1, max: 12 }) }), {
            minLength: 5,
            maxLength: 15,
          });
          const plans = fc.array(plan, { minLength: 8, maxLength: 8 });
          const property = fc.asyncProperty(plans, async (writers) => {
            const category = freshStream('busy');
            const filter = { streamPrefixes: [category] };
            const live = follow(second, { filter });
            await live.untilCaughtUp();
            const written = new Set<string>();
            const write = async (appends: (typeof writers)[number], index: number): Promise<void> => {
              for (const { stream, count } of appends) {
                const batch = events(count);
                for (const { id } of batch) written.add(id);
                await (index % 2 === 0 ? store : second).append(`${category}-${stream}`, batch, { expected: 'any' });
              }
            };
            await Promise.all(writers.map(write));
            await live.untilEvents(written.size);
            const late = follow(store, { filter });
            await late.untilEvents(written.size);
            await Promise.all([live.stop(), late.stop()]);
            expect(new Set(live.ids)).toEqual(written);
            expect(live.ids).toHaveLength(written.size);
            expect(late.ids).toEqual(live.ids);
            expectStreamsInOrder(live.events);
            expectStrictlyIncreasing(live.positions);
          });
          await fc.assert(property, { numRuns: 4, seed: 20_261_122, endOnFailure: true });
        } finally {
          await second.close();
        }
      }),
    );

    it('ends when its signal aborts, also while idle, and when it was aborted before', async () => {
      const { store } = harness();
      const abort = new AbortController();
      const seen: string[] = [];
      const after = await store.head();
      for await (const message of store.subscribe({ after, signal: abort.signal })) {
        seen.push(message.kind);
        if (message.kind === 'caught_up') setImmediate(() => abort.abort());
      }
      expect(seen).toContain('caught_up');
      expect(await all(store.subscribe({ signal: abort.signal }))).toEqual([]);
    });

    it('ends when the loop is left, and when the store is closed', async () => {
      const { connect } = harness();
      const own = await connect();
      await own.append(freshStream(), events(3), { expected: 'any' });
      for await (const message of own.subscribe({})) if (message.kind === 'event') break;
      const after = await own.head();
      for await (const message of own.subscribe({ after })) if (message.kind === 'caught_up') break;
      const closed = (async () => {
        for await (const message of own.subscribe({ after })) if (message.kind === 'caught_up') void own.close();
        return 'ended';
      })();
      expect(await closed).toBe('ended');
    });

    it('names the head of the log, and answers a ping', async () => {
      const { store } = harness();
      const { position } = await store.append(freshStream(), events(2), { expected: 'no_stream' });
      const head = await store.head();
      expect(head !== undefined && head >= position).toBe(true);
      await store.ping();
    });
  });
}

function expectStrictlyIncreasing(positions: readonly string[]): void {
  const disorder = positions.filter((position, index) => index > 0 && position <= (positions[index - 1] ?? ''));
  expect(disorder).toEqual([]);
}

function expectStreamsInOrder(seen: readonly StoredEvent[]): void {
  const next = new Map<string, number>();
  for (const { stream, revision } of seen) {
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}
