import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered } from '../../packages/client/src/index.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { Browser } from '../support/browser.js';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { draftOldAgainstNew } from '../../bench/support/people.js';

const NAME = 'Zephyrine Quill';
const PASSWORD = 'correct horse battery';

describe.each(STORES)('a person on %s', (store) => {
  const email = `zephyrine.${randomUUID()}@example.org`;
  let assay: RunningWorld;
  let id: string;
  let key: string;
  let person: Client;
  let experiment: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    const { admin } = assay.world;
    const body = { name: NAME, email, role: 'approver', password: PASSWORD };
    ({ id } = (await expectStatus(201, admin.post('/v1/users', body))).body);
    const scopes = ['manage', 'read', 'ingest', 'decide'];
    const made = (await expectStatus(201, admin.post('/v1/api-keys', { name: 'k', userId: id, scopes }))).body;
    key = made.id;
    person = admin.as(made.key);
    experiment = (await draftOldAgainstNew({ owner: person }, 'of_zephyrine')).id;
    await expectStatus(201, person.post('/v1/groups', { key: 'of_zephyrine', subjects: ['s1'] }));
    const destination = { name: 'mail', kind: 'webhook', url: 'https://example.org/in' };
    await expectStatus(201, admin.post('/v1/notifications/destinations', destination));
    await answered(admin.api.PATCH('/v1/users/{id}', { params: { path: { id } }, body: { name: `${NAME} II` } }));
    const events = [{ eventId: randomUUID(), eventType: assay.world.exposure, subjectId: 's', timestamp: new Date() }];
    await expectStatus(200, person.post('/v1/events', { events }));
  });

  afterAll(() => assay.stop());

  /** All events, as the store has them. */
  async function rawLog(): Promise<string> {
    const { DATABASE_URL = '', EVENTSTORE_URL, ASSAY_STREAM_PREFIX = '' } = assay.stores.environment;
    const logger = { warn: () => undefined };
    const log = await openEventStore({
      url: EVENTSTORE_URL ?? DATABASE_URL,
      streamPrefix: ASSAY_STREAM_PREFIX,
      logger,
    });
    const events: unknown[] = [];
    for await (const message of log.subscribe({})) {
      if (message.kind === 'caught_up') break;
      if (message.kind === 'event') events.push([message.event.data, message.event.metadata]);
    }
    await log.close();
    return JSON.stringify(events);
  }

  /** Tables that have the name in any column, over all schemas. */
  async function tablesWithName(): Promise<string[]> {
    const { database } = assay.stores;
    const tables = await database.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const looks = tables.map(
      ({ name }) =>
        `SELECT '${name}' AS name FROM ${name} AS t WHERE t::text ILIKE '%${NAME}%' OR t::text ILIKE '%${email}%'`,
    );
    const found = await database.query<{ name: string }>(looks.join(' UNION '));
    return found.map(({ name }) => name);
  }

  it('is named in every answer, and nowhere in the log', async () => {
    const shown = await expectStatus(200, person.get(`/v1/experiments/${experiment}`));
    expect(shown.body.owner).toEqual({ id, name: NAME });
    expect((await rawLog()).toLowerCase()).not.toContain('zephyrine.');
    expect(await rawLog()).not.toContain(NAME);
    expect(await rawLog()).not.toContain('argon2');
    expect(await tablesWithName()).toEqual(expect.arrayContaining(['management.users']));
  });

  it('is forgotten only when deactivated, and never by themselves', async () => {
    const { admin, owner } = assay.world;
    expect(await admin.post(`/v1/users/${id}/forget`)).toMatchObject({
      status: 409,
      body: { code: 'not_deactivated' },
    });
    expect(await owner.post(`/v1/users/${id}/forget`)).toMatchObject({ status: 403 });
    expect(await admin.post(`/v1/users/${randomUUID()}/forget`)).toMatchObject({ status: 404 });
  });

  it('is forgotten in every answer and every table, while the history stays', async () => {
    const { admin } = assay.world;
    await expectStatus(200, admin.post(`/v1/users/${id}/deactivate`));
    const { body } = await expectStatus(200, admin.post(`/v1/users/${id}/forget`));
    expect(body).toMatchObject({ id, name: '(forgotten)', email: '(forgotten)', deactivated: true, forgotten: true });
    await until('the read models to be filled again', async () => {
      const { items } = (await expectStatus(200, admin.get('/v1/operations/projections'))).body;
      const refilled = items.filter((item: { rebuild?: { finishedAt: string | null } }) => item.rebuild?.finishedAt);
      return refilled.length === 2;
    });
    expect(await tablesWithName()).toEqual([]);
    const { body: shown } = await expectStatus(200, admin.get(`/v1/experiments/${experiment}`));
    expect(shown).toMatchObject({ status: 'draft', owner: { id, name: '(forgotten)' } });
    const { body: audit } = await expectStatus(200, admin.get(`/v1/audit?by=${id}`));
    expect(audit.items.map(({ type }: { type: string }) => type).sort()).toEqual([
      'experiment_drafted',
      'flag_created',
      'group_created',
    ]);
    expect(JSON.stringify(audit)).toContain('(forgotten)');
    expect(await rawLog()).not.toContain(NAME);
  });

  it('stays forgotten: no name, no key, no password, no second account', async () => {
    const { admin } = assay.world;
    expect(await person.get('/v1/flags')).toMatchObject({ status: 401 });
    const login = await new Browser(assay.app.url, '198.51.100.1').post('/v1/auth/login', {
      email,
      password: PASSWORD,
    });
    expect(login).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
    for (const answer of [
      await admin.post(`/v1/users/${id}/reactivate`),
      await admin.patch(`/v1/users/${id}`, { name: NAME }),
      await admin.post('/v1/users', { name: NAME, email, role: 'viewer' }),
      await admin.post('/v1/api-keys', { name: 'another', userId: id, scopes: ['read'] }),
      await admin.post(`/v1/api-keys/${key}/rotate`),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'forgotten' } });
    }
    expect(await admin.post(`/v1/users/${id}/forget`)).toMatchObject({ status: 200, body: { forgotten: true } });
  });
});
