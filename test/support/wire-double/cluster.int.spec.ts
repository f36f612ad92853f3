import { afterEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { until } from '../until.js';
import { startWireCluster, type WireCluster } from './cluster.js';

const LEADER = { requiresLeader: true } as const;
const LONG_MS = 20_000;
const SILENT = { ...LEADER, deadline: 300 } as const;

describe('a cluster of doubles', () => {
  const closing: (() => Promise<void>)[] = [];
  const start = async (): Promise<WireCluster> => {
    const cluster = await startWireCluster();
    closing.unshift(() => cluster.stop());
    return cluster;
  };
  const client = (url: string): EventStoreDBClient => {
    // With +discover the client by itself takes the first of several seeds only.
    const connected = EventStoreDBClient.connectionString(url.replace('+discover', ''));
    // One append, one call, as the product does.
    Object.assign(connected, { supports: () => Promise.resolve(false) });
    closing.unshift(() => connected.dispose());
    return connected;
  };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const append = async (to: EventStoreDBClient, stream: string, options: object = LEADER): Promise<void> => {
    const event = jsonEvent({ type: 'happened', data: {} });
    await to.appendToStream(stream, event, { expectedRevision: NO_STREAM, deadline: LONG_MS, ...options });
  };
  const read = async (from: EventStoreDBClient, stream: string, options: object = LEADER): Promise<number> => {
    let count = 0;
    const reading = from.readStream(stream, options);
    for await (const _ of reading) count += 1;
    return count;
  };
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'none',
      (error: unknown) => error,
    );

  it('is found by its seeds, and keeps what it acknowledged when its leader is killed', async () => {
    const cluster = await start();
    const to = client(cluster.url);
    await append(to, 'one');
    const { failed, elected } = cluster.killLeader({ electionMs: 300 });
    expect(await failureOf(append(to, 'two'))).toMatchObject({ code: 14 });
    const leader = await elected;
    expect(leader).not.toBe(failed);
    const later = client(cluster.url);
    expect(await read(later, 'one')).toBe(1);
    await append(later, 'two');
    await cluster.revive();
    expect(await read(client(failed.url), 'two', {})).toBe(1);
  });

  it('says that it is not ready during an election, as unavailable and as unknown', async () => {
    const cluster = await start();
    const [follower] = cluster.followers;
    cluster.loseQuorum();
    const seen = new Set<unknown>();
    await until('both kinds', async () => {
      const failure = await failureOf(append(client(follower?.url ?? ''), 'one'));
      if (String(failure).includes('Server Is Not Ready')) seen.add((failure as { type: unknown }).type);
      return seen.size === 2;
    });
    expect([...seen].toSorted()).toEqual(['unavailable', 'unknown']);
  });

  it('a frozen leader accepts and answers nothing, and is a follower when it comes back', async () => {
    const cluster = await start();
    const { failed, elected } = cluster.freezeLeader(60_000, { electionMs: 300 });
    const frozen = client(failed.url);
    expect(await failureOf(append(frozen, 'one', SILENT))).toMatchObject({ type: 'deadline-exceeded' });
    await append(client((await elected).url), 'two');
    cluster.thaw(failed);
    expect(await read(client(failed.url), 'two', {})).toBe(1);
    expect(await failureOf(read(client(failed.url), 'two'))).toMatchObject({ type: 'not-leader' });
  });

  it('a follower that lags answers without the latest event, or that it does not lead', async () => {
    const cluster = await start();
    const [follower] = cluster.followers;
    const index = follower?.index ?? 0;
    cluster.lag(index);
    await append(client(cluster.url), 'one');
    expect(await failureOf(read(client(follower?.url ?? ''), 'one', {}))).toMatchObject({ type: 'stream-not-found' });
    expect(await failureOf(read(client(follower?.url ?? ''), 'one'))).toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: cluster.leader?.port },
    });
    cluster.lag(index, 0);
    expect(await read(client(follower?.url ?? ''), 'one', {})).toBe(1);
  });

  it('a follower forwards appends that need no leader', async () => {
    const cluster = await start();
    await append(client(cluster.followers[0]?.url ?? ''), 'one', {});
    expect(await read(client(cluster.url), 'one')).toBe(1);
  });

  it.each(['follower', 'leader'] as const)('without a quorum the %s that is left answers reads only', async (left) => {
    const cluster = await start();
    await append(client(cluster.url), 'one');
    const last = cluster.loseQuorum({ left, retireMs: 60_000 });
    const to = client(last.url);
    expect(await read(to, 'one', {})).toBe(1);
    const failure = await failureOf(append(to, 'two', SILENT));
    if (left === 'leader') expect(failure).toMatchObject({ type: 'deadline-exceeded' });
    else expect(String(failure)).toContain('Server Is Not Ready');
    await cluster.stop();
  });

  it('a cluster that has its quorum back elects a leader', async () => {
    const cluster = await start();
    cluster.loseQuorum();
    expect(cluster.leader).toBeUndefined();
    await cluster.revive({ electionMs: 100 });
    await append(client(cluster.url), 'one');
  });
});
