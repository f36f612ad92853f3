import { afterEach, describe, expect, it } from '@jest/globals';
import { REAL_EVENTSTOREDB } from '../../../test/support/event-store-under-test.js';
import {
  startWireDouble,
  type WireDouble,
  type WireDoubleOptions,
} from '../../../test/support/wire-double/wire-double.js';
import { describeEventStoreContract } from '../contract/event-store.contract.js';
import { all, events, freshStream, rejectionOf, type Fault } from '../contract/harness.js';
import { Subscriber } from '../contract/subscriber.js';
import { EventStoreUnavailableError, StreamDeletedError, UnknownOutcomeError } from '../errors.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import type { EventStoreDbOptions } from './options.js';

const realServer = REAL_EVENTSTOREDB;

const connectTo = (url: string, options: Partial<EventStoreDbOptions> = {}): EventStoreDbEventStore =>
  new EventStoreDbEventStore({ url, livenessMs: 300, ...options });

if (realServer) {
  describeEventStoreContract('EventStoreDB, the real server', {
    faults: [],
    start: async () => {
      const streamPrefix = `test-${crypto.randomUUID()}-`;
      const connect = (): EventStoreDbEventStore => connectTo(realServer, { streamPrefix });
      const store = connect();
      return {
        store,
        connect: async () => connect(),
        inject: async () => {
          throw new Error('a real server is not broken by this test');
        },
        stop: () => store.close(),
      };
    },
  });
} else {
  describeEventStoreContract('EventStoreDB, its double', {
    faults: ['drop', 'silent_end', 'orderly_shutdown', 'too_slow', 'hang', 'lost_answer', 'no_answer'],
    start: async () => {
      const double = await startWireDouble();
      const connect = (): EventStoreDbEventStore =>
        connectTo(double.url, { streamPrefix: 'contract-', appendDeadlineMs: 2_000 });
      const store = connect();
      return {
        store,
        connect: async () => connect(),
        inject: (fault) => inject(double, fault),
        stop: async () => {
          await store.close();
          await double.stop();
        },
      };
    },
  });
}

async function inject({ misbehave, kill, restart }: WireDouble, fault: Fault): Promise<void> {
  if (fault === 'lost_answer') return misbehave.dropAfterCommit();
  if (fault === 'no_answer') return misbehave.neverAnswerAppend();
  if (misbehave.openSubscriptions === 0) throw new Error('no subscription to be broken');
  switch (fault) {
    case 'silent_end':
      return misbehave.endSubscriptionsSilently();
    case 'orderly_shutdown':
      return misbehave.breakSubscriptionsAsShutdownDoes();
    case 'too_slow':
      return misbehave.cutOffSlowConsumers();
    case 'hang':
      return misbehave.hangSubscriptions();
    case 'drop':
      kill();
      await restart();
  }
}

describe('EventStoreDB adapter', () => {
  const closing: (() => Promise<void>)[] = [];
  const start = async (options: Partial<EventStoreDbOptions> = {}, server: WireDoubleOptions = {}) => {
    const double = await startWireDouble(server);
    const store = connectTo(double.url, options);
    closing.push(
      () => store.close(),
      () => double.stop(),
    );
    return { double, store };
  };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('keeps installations apart by the prefix of their streams', async () => {
    const { double, store } = await start({ streamPrefix: 'one-' });
    const other = connectTo(double.url, { streamPrefix: 'two-' });
    closing.unshift(() => other.close());
    await store.append('thing-1', events(1), { expected: 'no_stream' });
    await other.append('thing-1', events(2), { expected: 'no_stream' });
    const subscriber = new Subscriber(store, {});
    await subscriber.untilCaughtUp();
    await subscriber.stop();
    expect(subscriber.events.map(({ stream, revision }) => [stream, revision])).toEqual([['thing-1', 0]]);
    expect(await all(other.read('thing-1'))).toHaveLength(2);
  });

  it('never appends over the batch stream, whose registry of appends in flight is shared by the process', async () => {
    const { double, store } = await start();
    await store.append(freshStream(), events(1), { expected: 'any' });
    expect(double.counts).toMatchObject({ appends: 1, batchAppends: 0 });
  });

  it('what a node refuses because it does not lead is asked of the leader that it names', async () => {
    const { double, store } = await start();
    const stream = freshStream();
    double.misbehave.refuseAppendAsNotLeader();
    expect((await store.append(stream, events(1), { expected: 'no_stream' })).revision).toBe(0);
    double.misbehave.refuseReadAsNotLeader();
    expect(await all(store.read(stream))).toHaveLength(1);
    double.misbehave.refuseReadAsNotLeader();
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(1);
    await subscriber.stop();
  });

  it('where every node says that it does not lead, an append is given up, and nothing was written', async () => {
    const { double, store } = await start();
    for (let n = 0; n < 3; n += 1) double.misbehave.refuseAppendAsNotLeader();
    const stream = freshStream();
    expect(await rejectionOf(store.append(stream, events(1), { expected: 'no_stream' }))).toBeInstanceOf(
      EventStoreUnavailableError,
    );
    expect(await all(store.read(stream))).toEqual([]);
  });

  it('while the server is away everything fails with a typed error, and works again once it is back', async () => {
    const { double, store } = await start({ readBudgetMs: 300 });
    const stream = freshStream();
    await store.append(stream, events(1), { expected: 'no_stream' });
    double.kill();
    const appending = await rejectionOf(store.append(stream, events(1), { expected: 0 }));
    expect(appending).toBeInstanceOf(UnknownOutcomeError);
    expect(await rejectionOf(store.append(stream, events(1), { expected: 0 }))).toBeInstanceOf(UnknownOutcomeError);
    expect(await rejectionOf(all(store.read(stream)))).toBeInstanceOf(EventStoreUnavailableError);
    expect(await rejectionOf(store.ping())).toBeInstanceOf(EventStoreUnavailableError);
    expect(await rejectionOf(store.head())).toBeInstanceOf(EventStoreUnavailableError);
    await double.restart();
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(1);
    await subscriber.stop();
    await store.ping();
  });

  it('a subscription lives through an outage and sees what was written after it', async () => {
    const { double, store } = await start();
    const other = connectTo(double.url);
    closing.unshift(() => other.close());
    const stream = freshStream();
    await store.append(stream, events(2), { expected: 'no_stream' });
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(2);
    double.kill();
    expect(await rejectionOf(store.ping())).toBeInstanceOf(EventStoreUnavailableError);
    await double.restart();
    await other.append(stream, events(2), { expected: 1 });
    await subscriber.untilEvents(4);
    await subscriber.stop();
    expect(subscriber.events.map((event) => event.revision)).toEqual([0, 1, 2, 3]);
  });

  it('servers before 23.10 never say that they caught up: the end of the log does, once, and again after a drop', async () => {
    const { double, store } = await start({}, { saysCaughtUp: false });
    const [mine, other] = [freshStream('mine'), freshStream('other')];
    await store.append(mine, events(2), { expected: 'no_stream' });
    const unseen = await store.append(other, events(300), { expected: 'no_stream' });
    const subscriber = new Subscriber(store, { filter: { streamPrefixes: [mine] } });
    await subscriber.untilCaughtUp();
    expect(subscriber.events).toHaveLength(2);
    await subscriber.untilPast(unseen.position);
    const later = await store.append(other, events(1), { expected: 'stream_exists' });
    await subscriber.untilPast(later.position);
    double.misbehave.hangSubscriptions();
    await store.append(mine, events(2), { expected: 1 });
    await subscriber.untilEvents(4);
    await subscriber.until('caught up again', () => subscriber.timesCaughtUp === 2);
    await subscriber.stop();
  });

  it('after a drop it asks the server only for what it has not handed out', async () => {
    const { double, store } = await start();
    const stream = freshStream();
    await store.append(stream, events(400), { expected: 'no_stream' });
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(400);
    await subscriber.untilCaughtUp();
    double.misbehave.breakSubscriptionsAsShutdownDoes();
    await store.append(stream, events(1), { expected: 399 });
    await subscriber.untilEvents(401);
    await subscriber.stop();
    expect(double.counts.eventsSent).toBeLessThan(500);
  });

  it('a consumer that stands still holds the server back', async () => {
    const { double, store } = await start();
    const stream = freshStream();
    const text = 'y'.repeat(4_000);
    for (let at = 0; at < 4_000; at += 200)
      await store.append(stream, events(200, { text }), { expected: at === 0 ? 'no_stream' : at - 1 });
    const messages = store.subscribe({})[Symbol.asyncIterator]();
    expect((await messages.next()).value).toMatchObject({ kind: 'event', event: { revision: 0 } });
    await untilStill(() => double.counts.eventsSent);
    expect(double.counts.eventsSent).toBeLessThan(1_000);
    await messages.return?.(undefined);
  });

  it('refuses to touch a stream that an operator deleted for good', async () => {
    const { double, store } = await start();
    const stream = freshStream();
    await store.append(stream, events(1), { expected: 'no_stream' });
    double.tombstone(stream);
    expect(await rejectionOf(store.append(stream, events(1), { expected: 'any' }))).toBeInstanceOf(StreamDeletedError);
    expect(await rejectionOf(all(store.read(stream)))).toBeInstanceOf(StreamDeletedError);
  });
});

/** Resolves when the number stayed the same for many turns of the event loop. */
async function untilStill(count: () => number): Promise<void> {
  for (let turns = 0, last = count(); turns < 500; turns = last === count() ? turns + 1 : 0, last = count())
    await new Promise((resolve) => setImmediate(resolve));
}
