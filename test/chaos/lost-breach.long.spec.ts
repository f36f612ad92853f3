import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import type { EventStore } from '../../libs/event-store/index.js';
import { createLogger } from '../../libs/platform/logging/logger.js';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';
import { expectOneRollback, startHarmful } from './rollback.js';

const TIMEOUT_MS = 120_000;
const SAGA = 'guardrail_saga';

interface Parked {
  readonly projection: string;
  readonly stream: string;
  readonly type: string;
}

describe.each(STORES)('a breach that the saga lost (events in %s)', (name) => {
  let stores: TestStores;
  let apps: TestApp[];
  let world: World;

  beforeEach(async () => {
    stores = await startStores(name);
    apps = [await startApp('command-api', stores.environment), await startApp('query-api', stores.environment)];
    apps.push(await startApp('ingest-api', stores.environment));
    const [command, query, ingest] = apps.map(({ url }) => url);
    world = await createWorld({ command: command ?? '', query: query ?? '', ingest: ingest ?? '' }, ADMIN_KEY);
  }, TIMEOUT_MS);

  afterEach(async () => {
    for (const app of apps) await app.stop();
    await stores.stop();
  }, TIMEOUT_MS);

  async function startProjector(): Promise<TestApp> {
    const projector = await startApp('projector', stores.environment);
    apps.push(projector);
    return projector;
  }

  const readers = (): World => ({ ...world, owner: world.owner.at(world.urls.query) });

  it(
    'is taken up again: its event was parked, and the checkpoint has passed it',
    async () => {
      let projector = await startProjector();
      const { id, harm } = await startHarmful(world);
      await until('the saga to have tables', async () => {
        const rows = await stores.database.query(`SELECT 1 FROM ${SAGA}.checkpoint`).catch(() => []);
        return rows.length === 1;
      });
      // As a release left it whose saga parked whatever failed: it hears of no event any more.
      await stores.database.query(`
        INSERT INTO ${SAGA}.parked (position, stream, revision, event_id, type, error)
          VALUES ('ffff', 'guardrail-production:${id}', 0, '${randomUUID()}', 'guardrail_breached', 'unavailable');
        UPDATE ${SAGA}.checkpoint SET position = repeat('f', length(position))`);
      await projector.kill();
      projector = await startProjector();
      await harm();
      const health = await until('health to tell of it', async () => {
        const { body } = await world.owner.at(projector.url).get('/health/ready');
        return body.checks.guardrail_actions === 'down' || body.checks.parked_events === 'down' ? body : undefined;
      });
      expect(health.status).toBe('degraded');
      await until('the rollback', async () => {
        const { body } = await readers().owner.get(`/v1/experiments/${id}`);
        return body.status === 'completed';
      });
      await stores.database.query(`DELETE FROM ${SAGA}.parked`);
      await expectOneRollback(readers(), id);
    },
    TIMEOUT_MS,
  );

  it(
    'is shown, alerted and can be replayed where its event cannot be read',
    async () => {
      const projector = await startProjector();
      const { id } = await startHarmful(world);
      const stream = `guardrail-production:${id}`;
      await append({ id: randomUUID(), type: 'guardrail_breached', data: {}, metadata: { v: 99 } }, stream);

      const parked = await until('the saga to have parked it', async () => {
        const { items } = await bodyOf<{ items: Parked[] }>(200, readers().owner.get('/v1/operations/parked'));
        return items.find(({ projection }) => projection === SAGA);
      });
      expect(parked).toMatchObject({ projection: SAGA, stream, type: 'guardrail_breached' });
      await until('health to tell of it', async () => {
        const { body } = await world.owner.at(projector.url).get('/health/ready');
        return body.status === 'degraded' && body.checks.parked_events === 'down';
      });
      await until('the metric to tell of it', async () => {
        const { text } = await expectStatus(200, world.owner.at(projector.url).get('/metrics'));
        return text.includes(`assay_projection_events_parked{projection="${SAGA}"} 1`);
      });
      const { saga } = await bodyOf<{ saga: { projection: string; parked: number } }>(
        200,
        readers().owner.get('/v1/operations/projections'),
      );
      expect(saga).toMatchObject({ projection: SAGA, parked: 1 });
      await expectStatus(202, world.admin.post(`/v1/operations/projections/${SAGA}/replay-parked`));
      await expectStatus(404, world.admin.post(`/v1/operations/projections/${SAGA}/rebuild`));

      // Other experiments are guarded on.
      const other = await startHarmful(world);
      await other.harm();
      await until('the rollback of another experiment', async () => {
        const { body } = await readers().owner.get(`/v1/experiments/${other.id}`);
        return body.status === 'completed';
      });
    },
    TIMEOUT_MS,
  );

  async function append(event: Parameters<EventStore['append']>[1][number], stream: string): Promise<void> {
    const { EVENTSTORE_URL, DATABASE_URL = '', ASSAY_STREAM_PREFIX = '' } = stores.environment;
    const store = await openEventStore({
      url: EVENTSTORE_URL ?? DATABASE_URL,
      streamPrefix: ASSAY_STREAM_PREFIX,
      logger: createLogger('test', 'silent'),
    });
    await store.append(stream, [event], { expected: 'no_stream' });
    await store.close();
  }
});
