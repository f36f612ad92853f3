import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { ADMIN_KEY } from '../support/stores.js';
import { until } from '../support/until.js';
import { startWireCluster, type WireCluster } from '../support/wire-double/cluster.js';
import { createWorld, startExperiment, type World } from '../support/world.js';
import { expectOneRollback, startHarmful, STEPS, untilReady, type Harmful } from './rollback.js';

const TIMEOUT_MS = 180_000;
const DEGRADED_WITHIN_MS = 5_000;
const FLOWS = 30;

describe('Assay on three nodes of EventStoreDB (doubles)', () => {
  let database: TestDatabase;
  let cluster: WireCluster;
  let app: TestApp;
  let world: World;

  beforeAll(async () => {
    database = await createDatabase();
    cluster = await startWireCluster();
    app = await startApp('standalone', {
      DATABASE_URL: database.url,
      EVENTSTORE_URL: cluster.url,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    });
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await cluster.stop();
    await database.drop();
  }, 60_000);

  /** Harms, and strikes as soon as the leader has this event. */
  async function harmUntil(type: string, { harm }: Harmful, strike: () => Promise<unknown>): Promise<void> {
    const leader = cluster.leader;
    if (!leader) throw new Error('no node leads');
    const struck = new Promise<void>((resolve, reject) => {
      let armed = true;
      leader.log.onAppended(() => {
        if (!armed || leader.log.events.at(-1)?.type !== type) return;
        armed = false;
        // The append is answered, or not, as the fault has it.
        void strike().then(() => resolve(), reject);
      });
    });
    await harm();
    await struck;
  }

  async function killedAndRevived(): Promise<void> {
    await cluster.killLeader().elected;
    await cluster.revive();
  }

  it.each(STEPS)(
    'rolls back once though the leader dies with %s',
    async (_, type) => {
      const harmful = await startHarmful(world);
      await harmUntil(type, harmful, killedAndRevived);
      await expectOneRollback(world, harmful.id);
      await untilReady(world);
    },
    TIMEOUT_MS,
  );

  it.each([STEPS[0], STEPS[1], STEPS[2]])(
    'rolls back once though the quorum is lost with %s, and health says so meanwhile',
    async (_, type) => {
      const harmful = await startHarmful(world);
      await harmUntil(type, harmful, async () => {
        cluster.loseQuorum();
        await until(
          'health to be degraded',
          async () => {
            const { body } = await world.owner.get('/health/ready');
            return body.status === 'degraded' && body.checks.event_store === 'down';
          },
          DEGRADED_WITHIN_MS,
        );
        await cluster.revive();
      });
      await expectOneRollback(world, harmful.id);
      await untilReady(world);
    },
    TIMEOUT_MS,
  );

  it.each([STEPS[0], STEPS[1]])(
    'rolls back once though the leader freezes for 35 s with %s',
    async (_, type) => {
      const harmful = await startHarmful(world);
      let frozen: ReturnType<WireCluster['freezeLeader']> | undefined;
      await harmUntil(type, harmful, () => (frozen = cluster.freezeLeader()).elected);
      await expectOneRollback(world, harmful.id);
      await until('the frozen node to be back', () => frozen?.failed.health === 'up', 60_000);
      await untilReady(world);
    },
    TIMEOUT_MS,
  );

  it(
    'answers no command from a follower that lags after a failover: none is refused or fails for it',
    async () => {
      await killedAndRevived();
      await untilReady(world);
      cluster.nodes.forEach((node, index) => node === cluster.leader || cluster.lag(index, 3));
      for (let flow = 0; flow < FLOWS; flow += 1) await startExperiment(world, { threshold: '1', action: 'pause' });
      cluster.nodes.forEach((node, index) => node === cluster.leader || cluster.lag(index, 0));
      expect(app.output()).not.toContain('request failed');
    },
    TIMEOUT_MS,
  );
});
