import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus, type Answer } from '../support/client.js';
import { ADMIN_KEY } from '../support/stores.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';
import {
  createWorld,
  decide,
  startExperiment,
  telemetry,
  type RunningExperiment,
  type World,
} from '../support/world.js';
import { startOwnPostgres, type OwnPostgres } from './own-postgres.js';
import { untilReady } from './rollback.js';

const TIMEOUT_MS = 180_000;
const SENDERS = 16;
const SHUTDOWNS = 4;

describe('Assay on a PostgreSQL that refuses', () => {
  let postgres: OwnPostgres;
  let proxy: TcpProxy;
  let app: TestApp;
  let world: World;
  let experiment: RunningExperiment;
  /** Exposures that were answered `accepted`, of as many subjects. */
  let accepted = 0;

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    proxy = await startTcpProxy({ host: '127.0.0.1', port: postgres.port });
    app = await startApp('standalone', {
      DATABASE_URL: postgres.urlAt(proxy.port),
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    });
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    experiment = await startExperiment(world, { threshold: '1', action: 'pause' });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await app.stop();
    await proxy.stop();
    await postgres.stop();
  }, TIMEOUT_MS);

  const exposure = async (): Promise<object> => {
    const subject = randomUUID();
    return telemetry(world.exposure, await decide(world, experiment.flag, subject, experiment.position), subject);
  };
  const send = (events: readonly object[]): Promise<Answer> => world.product.post('/v1/events', { events });

  it.each([
    {
      why: 'is read-only',
      begin: () => postgres.readOnly(true),
      end: () => postgres.readOnly(false),
    },
    {
      why: 'is full',
      begin: () =>
        postgres.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
          CREATE TRIGGER refuses BEFORE INSERT ON event_store.events FOR EACH ROW EXECUTE FUNCTION refuse()`),
      end: () => postgres.query('DROP TRIGGER refuses ON event_store.events'),
    },
  ])(
    'because it $why: writes are answered with 503, decisions go on, health says so, and all is well afterwards',
    async ({ begin, end }) => {
      const before = await exposure();
      await begin();
      const flag = { key: `flag_${randomUUID()}`, type: 'boolean', default: false };
      await until('the refusal to reach the writers', async () => (await send([before])).status === 503);
      for (const answer of [await world.owner.post('/v1/flags', flag), await send([before])]) {
        expect([answer.status, answer.body.code]).toEqual([503, expect.stringMatching(/unavailable$/)]);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      await until('health to tell of it', async () => {
        const { body } = await world.owner.get('/health/ready');
        return body.status === 'degraded' && body.checks.event_store === 'down';
      });
      await expectStatus(200, world.product.post('/v1/decide', { flag: experiment.flag, subjectId: 'someone' }));

      await end();
      await untilReady(world);
      await expectStatus(201, world.owner.post('/v1/flags', flag));
      expect((await expectStatus(200, send([before]))).body).toMatchObject({ accepted: 1 });
      accepted += 1;
    },
    TIMEOUT_MS,
  );

  it(
    'because it is frozen: health and readers are answered all the same, decisions go on',
    async () => {
      // What a command wrote is waited for by those who ask next.
      await expectStatus(201, world.owner.post('/v1/flags', { key: 'frozen', type: 'boolean', default: false }));
      proxy.stall(true);
      // The client gives up after 20 s, and so would whoever watches.
      for (let n = 0; n < 2; n += 1) {
        const { body } = await expectStatus(200, world.owner.get('/health/ready'));
        expect(body).toMatchObject({ status: 'degraded', checks: { event_store: 'down', database: 'down' } });
        await expectStatus(503, world.owner.get('/v1/flags'));
        await expectStatus(200, world.product.post('/v1/decide', { flag: 'frozen', subjectId: 'someone' }));
      }
      proxy.stall(false);
      await untilReady(world);
      await expectStatus(200, world.owner.get('/v1/flags'));
    },
    TIMEOUT_MS,
  );

  it(
    `because it is shut down fast under ${SENDERS} senders: the process lives, and what it accepted is counted`,
    async () => {
      const { pid } = app;
      const counted = async (): Promise<number> => {
        const { body } = await world.owner.get(`/v1/experiments/${experiment.id}/results`);
        return Object.values(body.exposure?.subjects ?? {}).reduce<number>((sum, n) => sum + Number(n), 0);
      };
      let stopped = false;
      const senders = Array.from({ length: SENDERS }, async () => {
        while (!stopped) {
          const batch = [await exposure(), await exposure()];
          // The same batch until it is taken.
          while ((await send(batch).catch(() => undefined))?.status !== 200);
          accepted += batch.length;
        }
      });
      for (let n = 0; n < SHUTDOWNS; n += 1) {
        const before = accepted;
        await until('the senders to be at work', () => accepted > before + SENDERS);
        await postgres.stopFast();
        await postgres.startAgain();
      }
      stopped = true;
      await Promise.all(senders);
      await untilReady(world);
      expect(app.pid).toBe(pid);
      await until('all to be counted', async () => (await counted()) >= accepted);
      expect(await counted()).toBe(accepted);
      expect((await expectStatus(200, world.owner.get('/v1/operations/parked'))).body.items).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
