import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus, type Client } from '../support/client.js';
import { ADMIN_KEY } from '../support/stores.js';
import { startTestPostgres, type TestPostgres } from '../support/test-postgres.mjs';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';

describe('an ingest-api that lags behind what command-api wrote', () => {
  let postgres: TestPostgres;
  let apps: readonly TestApp[] = [];
  let world: World;
  let product: Client;
  /** Its open transaction hides newer events from everybody who follows the log. */
  let hiding: pg.Client;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const environment = {
      DATABASE_URL: postgres.url,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    };
    const [command, ingest] = [await startApp('command-api', environment), await startApp('ingest-api', environment)];
    apps = [command, ingest];
    world = await createWorld({ command: command.url, ingest: ingest.url, query: '' }, ADMIN_KEY);
    product = world.product.at(ingest.url);
    hiding = new pg.Client({ connectionString: postgres.url });
    await hiding.connect();
  }, 120_000);

  afterAll(async () => {
    await hiding.end();
    await Promise.all(apps.map((app) => app.stop()));
    await postgres.stop();
  }, 60_000);

  const sent = async (eventType: string, properties: object, position = ''): Promise<string> => {
    const event = { eventId: randomUUID(), eventType, subjectId: 's', timestamp: new Date().toISOString(), properties };
    const headers = position === '' ? undefined : { 'assay-min-position': position };
    const { status, body } = await product.post('/v1/events', { events: [event] }, headers);
    return status === 200 ? (body.results[0].code ?? body.results[0].status) : body.code;
  };

  it('rejects nothing by what it has not heard of', async () => {
    const [edited, defined] = ['edited', 'defined'];
    const schema = { required: ['a'] };
    const before = await expectStatus(201, world.owner.post('/v1/event-types', { key: edited, name: 'E', schema }));
    await until('the first event', async () => (await sent(edited, { a: 1 }, before.body.position)) === 'accepted');
    expect(await sent(edited, {})).toBe('invalid_properties');

    await hiding.query('BEGIN');
    await hiding.query('SELECT pg_current_xact_id()');
    await expectStatus(200, world.owner.patch(`/v1/event-types/${edited}`, { schema: null }));
    const after = await expectStatus(201, world.owner.post('/v1/event-types', { key: defined, name: 'D' }));
    // It does lag: it would wait for this in vain.
    expect(await sent(defined, {}, after.body.position)).toBe('position_not_reached');
    expect(await sent(defined, {})).toBe('accepted');
    expect(await sent(edited, {})).toBe('accepted');
    expect(await sent('unheard_of', {})).toBe('unknown_event_type');
    await hiding.query('ROLLBACK');
  }, 60_000);
});
