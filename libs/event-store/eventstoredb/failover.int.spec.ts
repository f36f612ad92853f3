import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../test/support/until.js';
import { startWireCluster, type WireCluster } from '../../../test/support/wire-double/cluster.js';
import { all, events, freshStream, rejectionOf } from '../contract/harness.js';
import { staleReads } from '../contract/stale-reads.js';
import { Subscriber } from '../contract/subscriber.js';
import { EventStoreUnavailableError, UnknownOutcomeError } from '../errors.js';
import type { EventStore, NewEvent } from '../event-store.js';
import { appendWithRetry } from '../retry-append.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import type { EventStoreDbOptions } from './options.js';

const BUDGET = { timeoutMs: 5_000 } as const;

/** How the product may be told of a cluster: by its seeds, or by one node that does not lead. */
const CONNECTIONS = [
  { by: 'its seeds', urlOf: (cluster: WireCluster): string => cluster.url },
  { by: 'a follower alone', urlOf: (cluster: WireCluster): string => cluster.followers[0]?.url ?? '' },
] as const;

describe('a cluster that loses its leader', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const start = async (): Promise<WireCluster> => {
    const cluster = await startWireCluster();
    closing.push(() => cluster.stop());
    return cluster;
  };
  const connect = (url: string, options: Partial<EventStoreDbOptions> = {}): EventStoreDbEventStore => {
    const store = new EventStoreDbEventStore({ url, livenessMs: 300, ...options });
    closing.unshift(() => store.close());
    return store;
  };
  /** The store, and how many appends were attempted through it. */
  const counting = (store: EventStore): { readonly store: EventStore; attempts: number } => {
    const counted = { attempts: 0, store };
    counted.store = Object.assign(Object.create(store) as EventStore, {
      append: (...args: Parameters<EventStore['append']>) => {
        counted.attempts += 1;
        return store.append(...args);
      },
    });
    return counted;
  };
  /** For what a test needs to be there: a loaded machine may take its time. */
  const write = (store: EventStore, stream: string, written: readonly NewEvent[], expected: number | 'no_stream') =>
    appendWithRetry(store, stream, written, { expected, timeoutMs: 20_000 });
  const ids = (written: readonly NewEvent[]): string[] => written.map(({ id }) => id);

  it.each(CONNECTIONS)('no read right after an append is stale, connected by $by', async ({ urlOf }) => {
    const cluster = await start();
    for (const { index } of cluster.followers) cluster.lag(index);
    // One that only reads: a write would have led it to the leader.
    const reader = connect(urlOf(cluster));
    expect(await staleReads(connect(cluster.url), reader, 160)).toBe(0);
  });

  it('the head, too, is the leader’s', async () => {
    const cluster = await start();
    for (const { index } of cluster.followers) cluster.lag(index);
    const { position } = await connect(cluster.url).append(freshStream(), events(1), { expected: 'no_stream' });
    expect(await connect(cluster.followers[0]?.url ?? '').head()).toBe(position);
  });

  it.each(CONNECTIONS)(
    'writing goes on at the first attempts after the election, connected by $by',
    async ({ urlOf }) => {
      const cluster = await start();
      const { store, ...counted } = counting(connect(urlOf(cluster)));
      void counted;
      const stream = freshStream();
      await write(store, stream, events(1), 'no_stream');
      const { elected } = cluster.killLeader();
      const written = events(2);
      const appending = appendWithRetry(store, stream, written, { expected: 0, ...BUDGET });
      const leader = await elected;
      const before = leader.counts.appends;
      expect(await appending).toMatchObject({ revision: 2 });
      expect(leader.counts.appends - before).toBeLessThanOrEqual(2);
      expect(ids(await all(store.read(stream, { from: 1 })))).toEqual(ids(written));
    },
  );

  it('a frozen leader costs one attempt, not the whole budget', async () => {
    const cluster = await start();
    const counted = counting(connect(cluster.url));
    const stream = freshStream();
    await write(counted.store, stream, events(1), 'no_stream');
    const { failed, elected } = cluster.freezeLeader(60_000, { electionMs: 500 });
    counted.attempts = 0;
    const written = events(1);
    const [appended] = await Promise.all([
      appendWithRetry(counted.store, stream, written, { expected: 0, ...BUDGET }),
      all(counted.store.read(stream)),
      elected,
    ]);
    expect(appended).toMatchObject({ revision: 1 });
    await counted.store.ping();
    expect(counted.attempts).toBeLessThanOrEqual(3);
    // The first attempt reaches the old leader when it wakes up, and must not count twice.
    cluster.thaw(failed);
    await write(counted.store, stream, events(1), 1);
    expect(ids(await all(counted.store.read(stream, { from: 1, limit: 1 })))).toEqual(ids(written));
    expect(await all(counted.store.read(stream))).toHaveLength(3);
  });

  it('reads during an election wait for it', async () => {
    const cluster = await start();
    const store = connect(cluster.url);
    const stream = freshStream();
    await write(store, stream, events(3), 'no_stream');
    cluster.killLeader();
    const [read, nothing, head] = await Promise.all([
      all(store.read(stream)),
      all(store.read(freshStream())),
      store.head(),
    ]);
    expect(read).toHaveLength(3);
    expect(nothing).toEqual([]);
    expect(head).toBe(read.at(-1)?.position);
  });

  it.each(['forwards', 'backwards'] as const)(
    'a read %s goes on where the leader’s death interrupted it',
    async (direction) => {
      const cluster = await start();
      const store = connect(cluster.url);
      const stream = freshStream();
      const text = 'x'.repeat(4_000);
      for (let at = 0; at < 800; at += 200)
        await write(store, stream, events(200, { text }), at === 0 ? 'no_stream' : at - 1);
      const revisions: number[] = [];
      for await (const { revision } of store.read(stream, { direction, limit: 600 })) {
        revisions.push(revision);
        if (revisions.length === 10) cluster.killLeader({ electionMs: 300 });
      }
      const wanted = Array.from({ length: 600 }, (_, n) => (direction === 'forwards' ? n : 799 - n));
      expect(revisions).toEqual(wanted);
    },
  );

  it.each(['kill', 'freeze'] as const)('a subscription misses and repeats nothing (%s)', async (how) => {
    const cluster = await start();
    const store = connect(cluster.url);
    const stream = freshStream();
    await write(store, stream, events(5), 'no_stream');
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(5);
    if (how === 'kill') cluster.killLeader({ electionMs: 300 });
    else cluster.freezeLeader(60_000, { electionMs: 300 });
    await appendWithRetry(store, stream, events(5), { expected: 4, ...BUDGET });
    await subscriber.untilEvents(10);
    await subscriber.stop();
    expect(subscriber.events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each(CONNECTIONS)('health is down without a quorum, and up with it again, connected by $by', async ({ urlOf }) => {
    const cluster = await start();
    const store = connect(urlOf(cluster), { readBudgetMs: 300 });
    await store.ping();
    const last = cluster.loseQuorum();
    expect(await rejectionOf(store.ping())).toBeInstanceOf(EventStoreUnavailableError);
    expect(await rejectionOf(store.append(freshStream(), events(1), { expected: 'no_stream' }))).toBeInstanceOf(
      UnknownOutcomeError,
    );
    expect(await rejectionOf(all(store.read(freshStream())))).toBeInstanceOf(EventStoreUnavailableError);
    expect(last.health).toBe('up');
    await cluster.revive({ electionMs: 100 });
    await store.ping();
  });

  it('health is down while a leader without a quorum swallows writes and still answers reads', async () => {
    const cluster = await start();
    const store = connect(cluster.url, { appendDeadlineMs: 500 });
    await store.ping();
    cluster.loseQuorum({ left: 'leader', retireMs: 60_000 });
    await rejectionOf(store.append(freshStream(), events(1), { expected: 'no_stream' }));
    expect(await rejectionOf(store.ping())).toBeInstanceOf(EventStoreUnavailableError);
    await cluster.revive();
    await write(store, freshStream(), events(1), 'no_stream');
    await store.ping();
  });

  it('a cluster that is gone altogether ends no process, and is found again', async () => {
    const cluster = await start();
    const store = connect(cluster.url, { readBudgetMs: 300, appendDeadlineMs: 300 });
    const stream = freshStream();
    await write(store, stream, events(1), 'no_stream');
    const subscribers = Array.from({ length: 4 }, () => new Subscriber(store, {}));
    for (const subscriber of subscribers) await subscriber.untilEvents(1);
    cluster.killAll();
    for (let round = 0; round < 2; round += 1) {
      const doing = [
        store.ping(),
        store.head(),
        all(store.read(stream)),
        store.append(stream, events(1), { expected: 0 }),
      ];
      const failures = await Promise.all(doing.map((promise) => rejectionOf(promise)));
      for (const failure of failures) expect(failure).toBeInstanceOf(Error);
    }
    await cluster.revive();
    await until('a leader to be found', () =>
      store.ping().then(
        () => true,
        () => false,
      ),
    );
    await write(store, stream, events(1), 0);
    for (const subscriber of subscribers) {
      await subscriber.untilEvents(2);
      await subscriber.stop();
    }
  });
});
