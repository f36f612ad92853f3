import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { startWireCluster, type WireCluster } from '../support/wire-double/cluster.js';

const FLOWS = 12;

describe('an Assay on three nodes of EventStoreDB (its double)', () => {
  let stores: TestStores;
  let cluster: WireCluster;
  let app: TestApp;
  let admin: Client;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    cluster = await startWireCluster();
    app = await startApp('standalone', { ...stores.environment, EVENTSTORE_URL: cluster.url });
    admin = new Client(app.url, ADMIN_KEY);
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    await cluster.stop();
    await stores.stop();
  }, 60_000);

  const health = async (): Promise<string> => (await admin.get('/health/ready')).body.status;

  /** Makes flags and changes each right after; the statuses of all answers. */
  async function makeFlags(rounds: number): Promise<readonly number[]> {
    const flow = async (): Promise<number[]> => {
      const seen: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const key = `flag_${randomUUID().slice(0, 8)}`;
        const made = await admin.post('/v1/flags', { key, type: 'string', default: 'a' });
        const changed = await admin.post(`/v1/flags/${key}/disable`);
        seen.push(made.status, changed.status);
      }
      return seen;
    };
    return (await Promise.all(Array.from({ length: FLOWS }, flow))).flat();
  }

  const expectAllDone = (statuses: readonly number[]): void => {
    expect(statuses.filter((status) => status >= 300)).toEqual([]);
  };

  it('a command meets its own write, whichever nodes lag', async () => {
    for (const { index } of cluster.followers) cluster.lag(index);
    expectAllDone(await makeFlags(5));
    for (const { index } of cluster.followers) cluster.lag(index, 0);
  }, 120_000);

  it('a leader’s death costs commands time, and none of them fails', async () => {
    const making = makeFlags(10);
    await until('commands to be under way', async () => (cluster.leader?.counts.appends ?? 0) > 0);
    const { elected } = cluster.killLeader();
    expectAllDone(await making);
    await elected;
    await cluster.revive();
    expectAllDone(await makeFlags(2));
  }, 120_000);

  it('a frozen leader leaves commands unanswered for a while, then all goes on', async () => {
    const { failed, elected } = cluster.freezeLeader();
    const key = `flag_${randomUUID().slice(0, 8)}`;
    const made = await until('the flag to be made', async () => {
      const body = { key, type: 'string', default: 'a' };
      const answer = await admin.post('/v1/flags', body, { 'idempotency-key': key });
      return answer.status !== 503 && answer;
    });
    expect(made.status).toBe(201);
    await elected;
    cluster.thaw(failed);
    expectAllDone(await makeFlags(2));
  }, 120_000);

  it('health says degraded without a quorum, decisions go on, and it is ready with the quorum again', async () => {
    await until('all to be well', async () => (await health()) === 'ready');
    cluster.loseQuorum({ left: 'leader' });
    await until('health to tell', async () => (await health()) === 'degraded');
    const body = { key: 'never_made', type: 'string', default: 'a' };
    expect((await admin.post('/v1/flags', body)).status).toBe(503);
    expect((await admin.get('/v1/flags')).status).toBe(200);
    await cluster.revive();
    await until('health to tell', async () => (await health()) === 'ready');
    expectAllDone(await makeFlags(2));
  }, 120_000);
});
