import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus, type Answer } from '../support/client.js';
import { ADMIN_KEY } from '../support/stores.js';
import { startTestPostgres, type TestPostgres } from '../support/test-postgres.mjs';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';

const STALE = 'assay-stale-since';

describe("a neighbour's transaction that stays open", () => {
  let postgres: TestPostgres;
  let app: TestApp;
  let world: World;
  let product: Client;
  /** In another database of the same server. */
  let neighbour: pg.Client;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query('CREATE DATABASE neighbour');
    await admin.end();
    app = await startApp('standalone', {
      DATABASE_URL: postgres.url,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
      ASSAY_GUARDRAILS: 'on_request',
    });
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    ({ product } = world);
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await postgres.stop();
  }, 60_000);

  beforeEach(async () => {
    const url = new URL(postgres.url);
    url.pathname = '/neighbour';
    neighbour = new pg.Client({ connectionString: url.href });
    await neighbour.connect();
    await neighbour.query('BEGIN');
    await neighbour.query('SELECT pg_current_xact_id()');
  });

  afterEach(async () => {
    await neighbour.end();
    await until('all to be seen again', async () => (await health()).status === 'ready');
  });

  const health = async () => (await new Client(app.url, '').get('/health/ready')).body;

  const ALL = '/ofrep/v1/evaluate/flags';
  const ANSWERS: readonly [string, (flag: string) => Promise<Answer>][] = [
    ['a decision', (flag) => product.post('/v1/decide', { flag, subjectId: 's' })],
    ['a decision behind the framework', (flag) => product.post('/v1/decide?x=1', { flag, subjectId: 's' })],
    ['an evaluation of all flags', () => product.post(ALL, { context: {} })],
    ['an evaluation behind the framework', () => product.post(`${ALL}?flagConfigEtag=1`, { context: {} })],
    ['a snapshot', () => product.get('/v1/snapshot')],
    ['an explanation', (flag) => world.owner.post('/v1/decide/explain', { flag, subjectId: 's' })],
    ['a list', () => world.owner.get('/v1/flags?limit=1')],
    ['a list of experiments', () => world.owner.get('/v1/experiments?limit=1')],
    ['a report', () => world.owner.get('/v1/operations/unattributed')],
    ['telemetry', () => product.post('/v1/events', { events: [] })],
  ];

  it('makes nobody wait longer than 2 s after the command, and everybody after that not at all', async () => {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'new' }));
    const answeredAt = performance.now();
    // All at once, then one after another: none of them begins the wait anew.
    const first = await Promise.all(ANSWERS.map(([, ask]) => ask(flag)));
    for (let round = 0; round < 20; round += 1) await product.post('/v1/decide', { flag, subjectId: 's' });
    for (const [, ask] of ANSWERS) first.push(await ask(flag));
    // 22 decisions and 18 others, which had taken 5 s each.
    expect(performance.now() - answeredAt).toBeLessThan(15_000);
    const stale = first.map(({ headers }) => headers.get(STALE));
    expect(stale).toEqual(stale.map(() => expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)));
    expect(new Set(stale).size).toBe(1);
    expect(await health()).toMatchObject({
      status: 'degraded',
      checks: { own_commands: 'down' },
      staleSince: stale[0],
    });
    await neighbour.query('ROLLBACK');
    await until('the flag', async () => {
      const { body, headers } = await product.post('/v1/decide', { flag, subjectId: 's' });
      return body.value === 'new' && headers.get(STALE) === null;
    });
    await until('health', async () => !('staleSince' in (await health())));
    for (const [, ask] of ANSWERS) expect((await ask(flag)).headers.get(STALE)).toBeNull();
  }, 60_000);

  it('leaves whoever names a position waiting for it, and refuses it after 5 s', async () => {
    const flag = { key: `flag_${randomUUID()}`, type: 'string', default: 'new' };
    const { body } = await expectStatus(201, world.owner.post('/v1/flags', flag));
    const min = { 'assay-min-position': body.position as string };
    const asked = [
      product.post('/v1/decide', { flag: flag.key, subjectId: 's' }, min),
      product.post(ALL, { context: {} }, min),
      product.get('/v1/snapshot', min),
      world.owner.get('/v1/flags', min),
      product.post('/v1/events', { events: [] }, min),
    ];
    for (const answer of await Promise.all(asked)) {
      expect(answer).toMatchObject({ status: 503 });
      expect(answer.headers.get('assay-position')).not.toBe(body.position);
    }
    const granted = product.post('/v1/decide', { flag: flag.key, subjectId: 's' }, min);
    await neighbour.query('ROLLBACK');
    expect((await expectStatus(200, granted)).body.value).toBe('new');
  }, 60_000);
});
