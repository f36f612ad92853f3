import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SECRET_FIELDS } from '../../libs/event-sourcing/secret-fields.js';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

interface Entry {
  readonly position: string;
  readonly type: string;
  readonly at: string;
  readonly by: { readonly id: string };
  readonly environment: string | null;
  readonly entity: { readonly kind: string; readonly id: string };
  readonly summary: string;
  readonly data: object;
}

interface Listed {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
  readonly total: number;
}

describe.each(STORES)('the audit on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let made: Everything;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
    made = await everything(world);
  }, 60_000);

  afterAll(() => assay.stop());

  const list = async (query: string, client: Client = world.admin): Promise<Listed> =>
    (await expectStatus(200, client.get(`/v1/audit${query}`))).body;
  const found = async (query: string, client?: Client): Promise<readonly Entry[]> =>
    (await list(`?limit=200&${query}`, client)).items;
  const types = (entries: readonly Entry[]): string[] => entries.map(({ type }) => type);

  /** All entries, page by page. */
  async function all(query = '', client?: Client): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Listed = await list(`?limit=37${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, client);
      entries.push(...page.items);
      cursor = page.nextCursor;
    }
    return entries;
  }

  it('says who changed what, when and how, newest first', async () => {
    const entries = await found(`entity=flag:${made.flag}`);
    expect(types(entries)).toEqual(['flag_rules_replaced', 'flag_disabled', 'flag_described', 'flag_created']);
    const [rules, disabled, described, created] = entries;
    expect(rules).toMatchObject({
      revision: 1,
      by: { kind: 'user', name: 'olga' },
      environment: 'staging',
      entity: { kind: 'flag', id: made.flag },
      summary: `olga replaced the rules of the flag ${made.flag}`,
      correlationId: expect.any(String),
      causationId: expect.any(String),
      data: { rules: [{ serve: 'new' }] },
      changes: expect.arrayContaining([
        { field: 'rules', before: null, after: [expect.objectContaining({ serve: 'new' })] },
      ]),
    });
    expect(disabled).toMatchObject({ changes: [{ field: 'enabled', before: true, after: false }] });
    expect(described).toMatchObject({
      environment: null,
      changes: [{ field: 'tags', before: ['a'], after: ['a', 'b'] }],
    });
    expect(created).toMatchObject({
      changes: expect.arrayContaining([{ field: 'key', before: null, after: made.flag }]),
    });
  });

  it('has the breaches of an experiment among its entries, with their outcomes', async () => {
    const entries = await found(`entity=experiment:${made.experiment}`);
    expect(types(entries)).toEqual(expect.arrayContaining(['guardrail_breached', 'experiment_started']));
    expect(entries.find(({ type }) => type === 'guardrail_action_settled')).toMatchObject({
      summary: expect.stringMatching(/settled the breach: acted/),
      changes: [{ field: 'outcome', before: null, after: 'acted' }],
    });
    expect(entries.find(({ type }) => type === 'experiment_paused')).toMatchObject({
      by: { kind: 'system' },
      changes: expect.arrayContaining([{ field: 'status', before: 'running', after: 'paused' }]),
    });
  });

  it('answers each entry alone, by its position', async () => {
    for (const entry of (await list('?limit=3')).items) {
      expect(
        (await expectStatus(200, world.admin.get(`/v1/audit/${encodeURIComponent(entry.position)}`))).body,
      ).toEqual(entry);
    }
    for (const position of ['nothing', 'f'.repeat(32), '%00'])
      expect(await world.admin.get(`/v1/audit/${position}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });

  it('pages through all entries, each once, and counts them', async () => {
    const entries = await all();
    const positions = entries.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted().toReversed());
    expect((await list('?limit=1')).total).toBe(positions.length);
  });

  it('filters by author, type, environment, time and words', async () => {
    const [newest] = await found(`entity=flag:${made.flag}`);
    if (!newest) throw new Error('the flag has entries');
    const { id } = newest.by;
    const mine = await found(`by=${id}`);
    expect(mine.length).toBeGreaterThan(3);
    expect(new Set(mine.map(({ by }) => by.id))).toEqual(new Set([id]));
    expect(types(await found('type=user_added')).every((type) => type === 'user_added')).toBe(true);
    const staged = await found('environment=staging');
    expect(new Set(staged.map(({ environment }) => environment))).toEqual(new Set(['staging']));
    expect(staged).toContainEqual(newest);

    const before = await found(`entity=flag:${made.flag}&to=${newest.at}`);
    expect(before.every(({ at }) => at < newest.at)).toBe(true);
    expect(before).not.toContainEqual(newest);
    expect(await found(`entity=flag:${made.flag}&from=${newest.at}`)).toContainEqual(newest);

    expect(await found(`q=${encodeURIComponent(`rules ${made.flag}`)}`)).toContainEqual(newest);
    // A word of the data alone.
    expect(types(await found('q=netherlands'))).toEqual(['flag_rules_replaced']);
    expect(await found('q=nobodyhaswrittenthis')).toEqual([]);
  });

  it.each([
    ['by=olga', 'invalid_id', '?by'],
    ['type=flag_exploded', 'invalid_value', '?type'],
    ['entity=flag', 'invalid_value', '?entity'],
    ['entity=ship:one', 'invalid_value', '?entity'],
    ['entity=flag:', 'invalid_value', '?entity'],
    ['from=yesterday', 'invalid_value', '?from'],
    ['to=2026-02-30T00:00:00Z', 'invalid_value', '?to'],
    ['from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z', 'out_of_range', '?from'],
    [`q=${'x'.repeat(201)}`, 'too_long', '?q'],
    ['limit=0', 'out_of_range', '?limit'],
    ['cursor=x', 'invalid_cursor', '?cursor'],
    ['format=xml', 'invalid_value', '?format'],
    ['format=csv&limit=5', 'invalid_value', '?limit'],
    ['colour=red', 'unknown_parameter', '?colour'],
  ])('refuses ?%s', async (query, code, pointer) => {
    const { status, body } = await world.admin.get(`/v1/audit?${query}`);
    expect({ status, code: body.code, pointer: body.errors?.[0]?.pointer }).toEqual({ status: 400, code, pointer });
  });

  it('waits for the position that a request names, as other queries do', async () => {
    const key = `late_${randomUUID()}`;
    const { position } = (await expectStatus(201, world.owner.post('/v1/event-types', { key, name: 'Late' }))).body;
    const answer = await world.admin.get(`/v1/audit?entity=event_type:${key}`, { 'assay-min-position': position });
    expect(types(answer.body.items)).toEqual(['event_type_defined']);
    expect(await world.admin.get('/v1/audit', { 'assay-min-position': 'x' })).toMatchObject({ status: 400 });
  });

  it('has the history of each thing, oldest first, as an experiment has', async () => {
    for (const [path, expected] of made.histories) {
      const { body } = await expectStatus(200, world.admin.get(path));
      expect([path, types(body.items)]).toEqual([path, expected]);
      const [item] = body.items;
      expect(Object.keys(item)).toEqual(['position', 'revision', 'type', 'at', 'by', 'summary', 'data']);
      const paged = (await expectStatus(200, world.admin.get(`${path}${path.includes('?') ? '&' : '?'}limit=1`))).body;
      expect(paged).toMatchObject({ items: [item], total: expected.length });
    }
    // What another environment decides is in its own history of the flag.
    const { body } = await expectStatus(200, world.admin.get(`/v1/flags/${made.flag}/history`));
    expect(types(body.items)).toEqual(['flag_created', 'flag_described']);
  });

  it('has no history of what nobody made', async () => {
    const [id, key] = [randomUUID(), `no_${randomUUID()}`];
    const things = ['flags', 'metrics', 'event-types', 'holdouts', 'groups'].map((path) => `${path}/${key}`);
    for (const path of [
      ...things,
      `users/${id}`,
      `api-keys/${id}`,
      `holdouts/${made.holdout}/history?environment=staging`,
    ])
      expect(await world.admin.get(`/v1/${path.includes('?') ? path : `${path}/history`}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });

  it('shows keys only to admins, users only to people, and a service key nothing of other environments', async () => {
    const kinds = async (client: Client): Promise<ReadonlySet<string>> =>
      new Set((await all('', client)).map(({ entity }) => entity.kind));
    const { body } = await expectStatus(
      201,
      world.admin.post('/v1/api-keys', { name: 'reader', scopes: ['read'], environment: 'staging' }),
    );
    const service = world.admin.as(body.key);
    expect([...(await kinds(world.admin))]).toEqual(expect.arrayContaining(['api_key', 'user']));
    expect([...(await kinds(world.owner))]).toContain('user');
    expect([...(await kinds(world.owner))]).not.toContain('api_key');
    expect([...(await kinds(service))]).toContain('flag');
    for (const kind of ['user', 'api_key']) expect([...(await kinds(service))]).not.toContain(kind);
    const environments = (await all('', service)).map(({ environment }) => environment);
    expect(new Set(environments)).toEqual(new Set([null, 'staging']));
    const [key] = await found(`entity=api_key:${body.id}`);
    expect((await world.owner.get(`/v1/audit/${encodeURIComponent(key?.position ?? '')}`)).status).toBe(404);
  });

  it('is exported as one JSON text per line, all that matches, newest first', async () => {
    const entries = changesOf(await all());
    expect(entries.length).toBeGreaterThan(50);
    for (const [path, headers] of [
      ['/v1/audit', { accept: 'application/x-ndjson' }],
      ['/v1/audit?format=ndjson', {}],
    ] as const) {
      const answer = await expectStatus(200, world.admin.get(path, headers));
      expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
      const lines = answer.text.trimEnd().split('\n');
      expect(changesOf(lines.map((line) => JSON.parse(line) as Entry))).toEqual(entries);
    }
    const some = await expectStatus(200, world.admin.get(`/v1/audit?format=ndjson&entity=flag:${made.flag}`));
    expect(some.text.trimEnd().split('\n')).toHaveLength(4);
    expect((await world.admin.send('HEAD', '/v1/audit?format=csv', undefined, {})).status).toBe(200);
  });

  it('has each export and each refused command, for admins only', async () => {
    // Nobody was refused anything to this one before.
    const person = { name: 'rex', email: `rex.${randomUUID()}@example.org`, role: 'experimenter' };
    const { body: user } = await expectStatus(201, world.admin.post('/v1/users', person));
    const scopes = ['manage', 'read'];
    const { body: made } = await expectStatus(
      201,
      world.admin.post('/v1/api-keys', { name: 'rex', userId: user.id, scopes }),
    );
    const rex = world.admin.as(made.key);
    const last = (await all())[0]?.position ?? '';
    const later = async (): Promise<readonly Entry[]> => (await all()).filter(({ position }) => position > last);
    await expectStatus(200, world.admin.get('/v1/audit?format=csv&entity=flag:none'));
    await expectStatus(200, rex.get('/v1/learnings?format=markdown'));
    await expectStatus(200, rex.get('/v1/learnings'));
    await expectStatus(200, world.admin.send('HEAD', '/v1/audit?format=csv', undefined, {}));
    await expectStatus(400, rex.post('/v1/flags', { key: 'none' }));
    await expectStatus(404, rex.post('/v1/flags/none/disable'));
    await expectStatus(403, rex.post('/v1/environments', { key: 'of_rex' }));
    await expectStatus(403, rex.post('/v1/environments', { key: 'of_rex' }));
    await expectStatus(409, rex.post('/v1/event-types', { key: world.crash, name: 'c' }));
    await expectStatus(403, world.product.get('/v1/flags'));
    const entries = await until('all three entries', async () => {
      const found = await later();
      return found.length >= 3 && found;
    });
    expect(entries.toReversed().map(({ summary }) => summary)).toEqual([
      'Admin exported /v1/audit as csv',
      'rex exported /v1/learnings as markdown',
      'rex was refused a command from 127.0.0.1: POST /v1/environments (role_too_low)',
    ]);
    expect(entries.map(({ entity }) => entity.kind)).toEqual(['access', 'access', 'access']);
    expect(entries[2]).toMatchObject({ data: { format: 'csv', parameters: ['entity'] } });
    expect(await found('type=exported', world.owner)).toEqual([]);
    expect(await found(`entity=access:${user.id}`)).toHaveLength(2);
  });

  it('is exported as a table whose cells no spreadsheet runs', async () => {
    const { total } = await list('?limit=1');
    const answer = await expectStatus(200, world.admin.get('/v1/audit', { accept: 'text/csv' }));
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('vary')).toBe('Accept');
    const [header, ...lines] = answer.text.trimEnd().split('\r\n');
    expect(header).toMatch(/^position,revision,at,type,by_kind,by_id,by_name,environment,/);
    // The export itself may be among them.
    expect([total, total + 1]).toContain(lines.length);
    const [ofFormula] = lines.filter((line) => line.includes(made.byFormula));
    expect(ofFormula).toContain(`,"'=1+1",`);
    expect(ofFormula).toContain(`,"'=1+1 defined the event type ${made.byFormula}",`);
    expect(answer.text).not.toMatch(/[,\n]"?[=@]/);
  });

  it('shows no secret of any part, neither in answers nor in its rows', async () => {
    const database = assay.stores.database;
    const rows = await database.query<{ row: string }>('SELECT audit::text AS row FROM management.audit');
    const states = await database.query<{ salt: string }>(
      ['holdouts', 'conflict_domains']
        .map((table) => `SELECT state->>'salt' AS salt FROM management.${table}`)
        .join(' UNION ALL '),
    );
    const hashes = await database.query<{ hash: string }>(`SELECT state->>'hash' AS hash FROM management.api_keys`);
    const secrets = [...states.map(({ salt }) => salt), ...hashes.map(({ hash }) => hash), ...made.keys];
    expect(states.length).toBeGreaterThanOrEqual(2);
    for (const key of made.keys) expect(secrets).toContain(createHash('sha256').update(key).digest('hex'));
    const kinds = new Set(changesOf(await all()).map(({ entity }) => entity.kind));
    expect([...kinds].toSorted()).toEqual(KINDS_MADE);
    const histories = await Promise.all(
      [...made.histories.map(([path]) => path), `/v1/experiments/${made.experiment}/history`].map((path) =>
        expectStatus(200, world.admin.get(path)),
      ),
    );
    const texts = [
      ...rows.map(({ row }) => row),
      (await world.admin.get('/v1/audit?format=ndjson')).text,
      ...histories.map(({ text }) => text),
    ];
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
    // The salt of an experiment is its id, so that only the name of the field tells.
    const fields = new RegExp(`"(${SECRET_FIELDS.join('|')})"`);
    expect(texts.filter((text) => fields.test(text))).toEqual([]);
  });

  it('has the same rows after a rebuild', async () => {
    const before = changesOf(await all());
    await expectStatus(202, world.admin.post('/v1/operations/projections/management/rebuild'));
    await until('the rebuild', async () => {
      const { body } = await expectStatus(200, world.owner.get('/v1/operations/projections'));
      const model = body.items.find((item: { projection: string }) => item.projection === 'management');
      return Boolean(model?.rebuild?.finishedAt);
    });
    const after = changesOf(await all());
    expect(after.slice(-before.length)).toEqual(before);
    expect(types(after.slice(0, -before.length))).toEqual(['projection_rebuild_requested']);
  });
});

const KINDS_MADE = [
  ...['api_key', 'approver_group', 'conflict_domain', 'environment', 'event_type', 'experiment', 'flag', 'group'],
  ...['holdout', 'metric', 'override', 'participation_limit', 'review_policy', 'user'],
];

/** Without what was refused or exported meanwhile. */
const changesOf = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ entity }) => entity.kind !== 'access');

/** What the tests look for in the audit. */
interface Everything {
  readonly flag: string;
  readonly experiment: string;
  readonly holdout: string;
  /** Key of an event type that a person defined whose name is a formula. */
  readonly byFormula: string;
  /** Secrets of API keys. */
  readonly keys: readonly string[];
  /** Paths with the types of their items. */
  readonly histories: readonly (readonly [path: string, types: readonly string[]])[];
}

/** Runs commands of all parts. */
async function everything(world: World): Promise<Everything> {
  const { admin, owner, approver } = world;
  const suffix = randomUUID().slice(0, 8);
  const [flag, metric, type, holdout, group, byFormula] = ['flag', 'metric', 'type', 'holdout', 'group', 'formula'].map(
    (name) => `a_${name}_${suffix}`,
  ) as [string, string, string, string, string, string];

  const variants = { old: 'old', new: 'new' };
  const drafted = { key: flag, type: 'string', variants, defaultVariant: 'old', tags: ['a'] };
  await expectStatus(201, owner.post('/v1/flags', drafted));
  await expectStatus(200, owner.patch(`/v1/flags/${flag}`, { tags: ['a', 'b'] }));
  await expectStatus(200, owner.post(`/v1/flags/${flag}/disable?environment=staging`));
  const rules = [{ when: { country: 'netherlands' }, serve: 'new' }];
  await expectStatus(200, owner.put(`/v1/flags/${flag}/rules?environment=staging`, rules));

  await expectStatus(201, owner.post('/v1/event-types', { key: type, name: 'Kind' }));
  await expectStatus(200, owner.patch(`/v1/event-types/${type}`, { name: 'Sort' }));
  const rule = { numeratorEvent: type, denominatorEvent: world.exposure };
  const defined = { key: metric, name: 'Rate', kind: 'ratio', direction: 'lower_is_better', rule };
  await expectStatus(201, owner.post('/v1/metrics', defined));
  await expectStatus(200, owner.post(`/v1/metrics/${metric}/archive`));

  await expectStatus(201, owner.post('/v1/groups', { key: group, subjects: ['s1'] }));
  await expectStatus(200, owner.patch(`/v1/groups/${group}`, { add: ['s2'] }));
  await expectStatus(201, owner.post('/v1/overrides', { flag, subject: 's1', variant: 'new' }));
  await expectStatus(201, admin.post('/v1/holdouts', { key: holdout, share: '1', flags: [flag] }));
  await expectStatus(200, admin.post(`/v1/holdouts/${holdout}/end`));
  await expectStatus(201, admin.post('/v1/conflict-domains', { key: `domain_${suffix}` }));
  await expectStatus(200, admin.put('/v1/participation-limit', { limit: 50 }));

  const email = `${suffix}@example.org`;
  const user = (await expectStatus(201, admin.post('/v1/users', { name: '=1+1', email, role: 'experimenter' }))).body;
  await expectStatus(200, admin.patch(`/v1/users/${user.id}`, { role: 'approver' }));
  const wanted = { name: 'formula', userId: user.id, scopes: ['manage', 'read'] };
  const key = (await expectStatus(201, admin.post('/v1/api-keys', wanted))).body;
  await expectStatus(201, admin.as(key.key).post('/v1/event-types', { key: byFormula, name: '=2+2' }));
  await expectStatus(200, admin.delete(`/v1/api-keys/${key.id}`));
  const approvers = { approvers: [await idOf(approver)], minApprovals: 1 };
  await expectStatus(200, admin.put(`/v1/approver-groups/${user.id}`, approvers));

  // More than a page of an export.
  for (let index = 0; index < 10; index += 1)
    await expectStatus(201, owner.post('/v1/event-types', { key: `${type}_${index}`, name: 'Further' }));

  return {
    ...{ flag, experiment: await breached(world), holdout, byFormula },
    keys: [admin.key, owner.key, approver.key, world.product.key, key.key],
    histories: [
      [
        `/v1/flags/${flag}/history?environment=staging`,
        ['flag_created', 'flag_described', 'flag_disabled', 'flag_rules_replaced'],
      ],
      [`/v1/metrics/${metric}/history`, ['metric_defined', 'metric_archived']],
      [`/v1/event-types/${type}/history`, ['event_type_defined', 'event_type_edited']],
      [`/v1/holdouts/${holdout}/history`, ['holdout_created', 'holdout_end_changed']],
      [`/v1/groups/${group}/history`, ['group_created', 'group_subjects_changed']],
      [`/v1/users/${user.id}/history`, ['user_added', 'user_changed']],
      [`/v1/api-keys/${key.id}/history`, ['api_key_created', 'api_key_revoked']],
    ],
  };
}

/** The id of a person, from the users by name. */
async function idOf(approver: Client): Promise<string> {
  const { items } = (await expectStatus(200, approver.get('/v1/users?q=anna'))).body;
  return items[0].id as string;
}

/** An experiment that a guardrail paused. */
async function breached(world: World): Promise<string> {
  const { id, flag, position } = await startExperiment(world, { threshold: '0.1', action: 'pause' });
  for (const subject of ['a', 'b', 'c']) {
    const decision = await decide(world, flag, subject, position);
    await record(
      world,
      [world.exposure, world.crash].map((type) => telemetry(type, decision, subject)),
    );
  }
  await expectStatus(200, world.owner.post('/v1/guardrails/check'));
  return id;
}
