import { describe, expect, it } from '@jest/globals';
import { startWireCluster, type WireCluster } from '../../../test/support/wire-double/cluster.js';
import { staleReads } from '../contract/stale-reads.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

describe('clients of a cluster whose followers lag', () => {
  it.each([
    { by: 'its seeds', urlOf: (cluster: WireCluster): string => cluster.url },
    { by: 'a follower alone', urlOf: (cluster: WireCluster): string => cluster.followers[0]?.url ?? '' },
  ])(
    'none of 3,600 reads right after an append is stale, also after a failover, connected by $by',
    async ({ urlOf }) => {
      const cluster = await startWireCluster();
      const writer = new EventStoreDbEventStore({ url: cluster.url });
      const reader = new EventStoreDbEventStore({ url: urlOf(cluster) });
      const lagging = (): void => {
        for (const { index } of cluster.followers) cluster.lag(index);
      };
      lagging();
      expect(await staleReads(writer, reader, 1_200)).toBe(0);
      // One follower is up to date, so that nothing acknowledged is lost; it leads next.
      cluster.lag(cluster.followers[1]?.index ?? 0, 0);
      const { elected } = cluster.killLeader();
      expect(await staleReads(writer, reader, 1_200)).toBe(0);
      await elected;
      await cluster.revive();
      lagging();
      expect(await staleReads(writer, reader, 1_200)).toBe(0);
      await Promise.all([writer.close(), reader.close()]);
      await cluster.stop();
    },
    300_000,
  );
});
