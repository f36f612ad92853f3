import type { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FORWARDS, START } from '@eventstore/db-client';
import { until } from '../../../test/support/until.js';
import { startWireCluster } from '../../../test/support/wire-double/cluster.js';
import { startWireDouble } from '../../../test/support/wire-double/wire-double.js';
import { events } from '../contract/harness.js';
import { parseConnectionString } from './connection-string.js';
import { Connection } from './connection.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

describe('a connection to EventStoreDB', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('keeps nothing of a read that was left after the server had ended it', async () => {
    const double = await startWireDouble();
    const store = new EventStoreDbEventStore({ url: double.url });
    const connection = new Connection(parseConnectionString(double.url));
    closing.push(
      () => store.close(),
      () => connection.close(),
      () => double.stop(),
    );
    await store.append('thing-1', events(3), { expected: 'no_stream' });

    const held = connection.client['disposableStreams'];
    const ended = new Promise<void>((resolve) => {
      const add = held.add.bind(held);
      held.add = (stream: Readable) => {
        stream.on('status', () => resolve());
        return add(stream);
      };
    });
    const reading = connection.client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: 3 });
    reading.on('error', () => undefined);
    await reading[Symbol.asyncIterator]().next();
    reading.destroy();
    await ended;
    await reading.cancel();
    await until('the client to forget it', async () => held.size === 0);
  });

  it('a cluster that cannot be discovered rejects what was asked, and nothing that nobody waits for', async () => {
    const cluster = await startWireCluster();
    const url = `${cluster.url}&maxDiscoverAttempts=1&discoveryInterval=1`;
    const connection = new Connection(parseConnectionString(url));
    closing.push(
      () => connection.close(),
      () => cluster.stop(),
    );
    const channel = await connection.channel();
    cluster.killAll();
    const asked = { getChannel: () => channel } as unknown as Parameters<(typeof connection.client)['handleError']>[0];
    const dead = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'gone', metadata: undefined });
    await connection.client['handleError'](asked, dead);
    const discovering = connection.channel();
    // The failure of another call on the old channel waits for the new one, and that for a cluster that is gone.
    const told = connection.client['handleError'](asked, dead);
    await expect(discovering).rejects.toThrow('Failed to discover');
    await expect(told).resolves.toBeUndefined();
  });
});
