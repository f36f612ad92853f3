import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { expectRefused, named } from '../support/refused.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { createWorld, type World } from '../support/world.js';

type Sender = 'owner' | 'admin' | 'approver' | 'product';

/** A request that must be refused: `[why, method and path, body, status, code, pointer of the field, sender]`. */
type Bad = readonly [
  why: string,
  request: string,
  body: unknown,
  status: number,
  code: string,
  pointer?: string | undefined,
  sender?: Sender,
];

const FIELD = 'validation_failed';

const GROUPS: readonly Bad[] = [
  ['a group without a key', 'POST /v1/groups', { subjects: [] }, 400, FIELD, '/key'],
  ['a group of a blank', 'POST /v1/groups', { key: 'a b', subjects: [] }, 400, FIELD, '/key'],
  ['a group of nobody and nothing', 'POST /v1/groups', { key: 'NEW' }, 400, 'required', '/subjects'],
  ['a group of both kinds', 'POST /v1/groups', { key: 'NEW', subjects: [], when: {} }, 400, 'invalid_value', '/when'],
  ['a group with a colour', 'POST /v1/groups', { key: 'NEW', subjects: [], colour: 1 }, 400, FIELD, '/colour'],
  ['subjects that are one', 'POST /v1/groups', { key: 'NEW', subjects: 'ada' }, 400, FIELD, '/subjects'],
  ['a subject that is a number', 'POST /v1/groups', { key: 'NEW', subjects: [1] }, 400, FIELD, '/subjects'],
  ['an empty subject', 'POST /v1/groups', { key: 'NEW', subjects: ['a', ''] }, 400, 'too_short', '/subjects/1'],
  ['a condition that is a list', 'POST /v1/groups', { key: 'NEW', when: [] }, 400, FIELD, '/when'],
  [
    'a condition of groups',
    'POST /v1/groups',
    { key: 'NEW', when: { a: { $inGroup: 'LIST' } } },
    400,
    'group_in_group',
    '/when/a/$inGroup',
  ],
  [
    'an unknown operator',
    'POST /v1/groups',
    { key: 'NEW', when: { a: { $near: 1 } } },
    400,
    'unknown_operator',
    '/when/a/$near',
  ],
  ['a group twice', 'POST /v1/groups', { key: 'LIST', subjects: [] }, 409, 'key_taken'],
  ['a group by a product', 'POST /v1/groups', { key: 'NEW', subjects: [] }, 403, 'missing_scope', undefined, 'product'],
  ['a group replaced by nothing', 'PUT /v1/groups/LIST', {}, 400, 'required', '/subjects'],
  ['a group that is not there', 'PUT /v1/groups/nothing', { subjects: [] }, 404, 'not_found'],
  ['a group of no key', 'PUT /v1/groups/%20', { subjects: [] }, 404, 'not_found'],
  [
    'a subject added and removed',
    'PATCH /v1/groups/LIST',
    { add: ['b'], remove: ['b'] },
    400,
    'invalid_value',
    '/add/0',
  ],
  ['a group changed by its list', 'PATCH /v1/groups/LIST', { subjects: [] }, 400, FIELD, '/subjects'],
  ['subjects of a condition', 'PATCH /v1/groups/CONDITION', { add: ['b'] }, 409, 'group_is_condition'],
  ['an archived group changed', 'PATCH /v1/groups/ARCHIVED', { add: ['b'] }, 409, 'group_archived'],
];

describe('bad input of what bears on subjects, on PostgreSQL', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  const suffix = randomUUID().slice(0, 8);
  const names: Record<string, string> = Object.fromEntries(
    ['LIST', 'CONDITION', 'ARCHIVED', 'NEW'].map((name) => [name, `${name.toLowerCase()}_${suffix}`]),
  );

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    const { owner } = world;
    await expectStatus(201, owner.post('/v1/groups', { key: names['LIST'], subjects: ['ada'] }));
    await expectStatus(201, owner.post('/v1/groups', { key: names['CONDITION'], when: {} }));
    await expectStatus(201, owner.post('/v1/groups', { key: names['ARCHIVED'], subjects: ['ada'] }));
    await expectStatus(200, owner.post(`/v1/groups/${names['ARCHIVED']}/archive`));
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  it.each(GROUPS)('%s is refused and changes nothing', (...bad) => refuses(bad));

  async function refuses([, request, body, status, code, pointer, sender = 'owner']: Bad): Promise<void> {
    const [method = '', path = ''] = named(request, names).split(' ');
    const before = await head();
    const answer = await world[sender].send(method, path, named(JSON.stringify(body), names), {});
    expectRefused(answer, { status, code, pointer });
    expect(await head()).toBe(before);
  }

  async function head(): Promise<string> {
    const [row] = await stores.database.query<{ n: string }>('SELECT count(*) AS n FROM event_store.events');
    return row?.n ?? '';
  }
});
