import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';

describe.each(STORES)('reading what can be written, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const read = async (path: string): Promise<{ readonly revision?: number }> =>
    (await expectStatus(200, world.admin.get(path))).body;

  /** Keys or ids of a list, and how many items it says it has. */
  async function listed(path: string): Promise<{ readonly keys: readonly string[]; readonly total: number }> {
    const { items, total } = (await expectStatus(200, world.admin.get(path))).body;
    return { keys: items.map((item: { key?: string; name: string }) => item.key ?? item.name), total };
  }

  it('answers one metric, event type, environment, user and API key as the command that made it did', async () => {
    const key = `kind_${randomUUID().slice(0, 8)}`;
    const { admin, owner, crash, exposure } = world;
    const rule = { numeratorEvent: crash, denominatorEvent: exposure };
    const metric = { key, name: 'Rate', kind: 'ratio', direction: 'lower_is_better', rule };
    const made = [
      ['metrics', await expectStatus(201, owner.post('/v1/metrics', metric))],
      ['event-types', await expectStatus(201, owner.post('/v1/event-types', { key, name: 'Kind' }))],
      ['environments', await expectStatus(201, admin.post('/v1/environments', { key, name: 'Kind' }))],
      [
        'users',
        await expectStatus(201, admin.post('/v1/users', { name: key, email: `${key}@example.org`, role: 'viewer' })),
      ],
      ['api-keys', await expectStatus(201, admin.post('/v1/api-keys', { name: key, scopes: ['read'] }))],
    ] as const;
    for (const [things, { body }] of made) {
      const found = await read(`/v1/${things}/${body.id}`);
      // Commands also answer the position; the secret of an API key is shown only once.
      const { position: _, key: shown, id, ...same } = body;
      expect({ ...found, revision: body.revision }).toMatchObject(same);
      expect(found.revision).toBe(things === 'environments' ? undefined : body.revision);
      expect(JSON.stringify(found)).not.toContain(things === 'api-keys' ? shown : 'position');
      expect(found).toMatchObject(things === 'users' || things === 'api-keys' ? { id } : { key: shown });
    }
  });

  it('answers 404 for what nobody made', async () => {
    const [id, key] = [randomUUID(), `no_${randomUUID()}`];
    const paths = [`metrics/${key}`, `event-types/${key}`, `environments/${key}`, `users/${id}`, `api-keys/${id}`];
    for (const path of [...paths, `approver-groups/${id}`, 'metrics/%2f', 'users/me']) {
      expect(await world.admin.get(`/v1/${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it('answers the review policy and the approver group of an owner', async () => {
    const { admin, owner, approver } = world;
    const environment = `env_${randomUUID().slice(0, 8)}`;
    await expectStatus(201, admin.post('/v1/environments', { key: environment }));
    const path = `/v1/review-policy?environment=${environment}`;
    expect(await read(path)).toMatchObject({ environment, minApprovals: 1, allowAnyApprover: true });
    await expectStatus(200, admin.put(path, { minApprovals: 2, allowAnyApprover: true }));
    expect(await read(path)).toMatchObject({ environment, minApprovals: 2, revision: 0 });

    const { body: users } = await expectStatus(200, admin.get('/v1/users?q=ANNA.'));
    expect(users).toMatchObject({ total: 1, items: [{ name: 'anna' }] });
    const ownerId = (await expectStatus(200, admin.get('/v1/users?q=olga'))).body.items[0].id as string;
    const group = { approvers: [users.items[0].id], minApprovals: 1 };
    await expectStatus(200, admin.put(`/v1/approver-groups/${ownerId}`, group));
    for (const reader of [owner, approver])
      expect(await reader.get(`/v1/approver-groups/${ownerId}`)).toMatchObject({
        status: 200,
        body: { ownerId, ...group, revision: 0 },
      });
  });

  it('filters flags by text, owner, tag and archive, and says how many there are', async () => {
    const mark = randomUUID().slice(0, 8);
    const flag = (name: string, labels: object): Promise<unknown> =>
      expectStatus(
        201,
        world.owner.post('/v1/flags', { key: `${name}_${mark}`, type: 'boolean', default: false, ...labels }),
      );
    await flag('a', { tags: ['checkout', '100%'], owner: 'team pay', description: 'Größe' });
    await flag('b', { tags: ['checkout'], owner: 'team pay' });
    await flag('c', { tags: [], description: `50% of ${mark}` });
    await expectStatus(200, world.owner.post(`/v1/flags/b_${mark}/archive`));
    const found = async (query: string): Promise<string> => {
      const { keys, total } = await listed(`/v1/flags?q=${mark}&${query}`);
      expect(total).toBe(keys.length);
      return keys.map((key) => key.slice(0, 1)).join('');
    };
    expect(await found('')).toBe('abc');
    expect(await found('tag=checkout')).toBe('ab');
    expect(await found('tag=100%25')).toBe('a');
    expect(await found('owner=team%20pay&archived=false')).toBe('a');
    expect(await found('archived=true')).toBe('b');
    expect(await found('tag=CHECKOUT')).toBe('');
    // Neither a pattern nor case sensitive.
    expect((await listed('/v1/flags?q=GRÖSSE')).keys).toEqual([]);
    expect((await listed('/v1/flags?q=gRößE')).keys).toEqual([`a_${mark}`]);
    expect((await listed(`/v1/flags?q=50%25%20of%20${mark}`)).keys).toEqual([`c_${mark}`]);
    expect((await listed(`/v1/flags?q=_%25${mark}`)).keys).toEqual([]);
    // The total is that of all pages.
    const { body: first } = await expectStatus(200, world.owner.get(`/v1/flags?q=${mark}&limit=2`));
    expect(first).toMatchObject({ total: 3, nextCursor: expect.any(String) });
    const { body: second } = await expectStatus(200, world.owner.get(`/v1/flags?q=${mark}&cursor=${first.nextCursor}`));
    expect(second).toMatchObject({ total: 3, items: [{ key: `c_${mark}` }], nextCursor: null });
  });

  it('filters experiments by owner and text, and other lists by text', async () => {
    const mark = randomUUID().slice(0, 8);
    const variants = [
      { key: 'control', value: false, weight: '50', control: true },
      { key: 'treatment', value: true, weight: '50' },
    ];
    const flag = `flag_${mark}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'boolean', default: false }));
    const draft = { key: `exp_${mark}`, name: 'Bigger button', hypothesis: `Pays ${mark}`, flag, variants };
    const { body } = await expectStatus(201, world.owner.post('/v1/experiments', draft));
    const by = body.owner.id as string;
    expect(await listed(`/v1/experiments?owner=${by}&q=PAYS%20${mark}`)).toEqual({ keys: [draft.key], total: 1 });
    expect(await listed(`/v1/experiments?q=${mark}&owner=${randomUUID()}`)).toEqual({ keys: [], total: 0 });
    expect(await listed(`/v1/metrics?q=${world.suffix}`)).toEqual({ keys: [world.metric], total: 1 });
    expect(await listed(`/v1/event-types?q=EXPOSURE_${world.suffix}&archived=false`)).toMatchObject({ total: 1 });
  });

  it('refuses filters that cannot be', async () => {
    for (const [query, code] of [
      ['archived=yes', 'invalid_value'],
      ['archived=', 'invalid_value'],
      [`q=${'x'.repeat(201)}`, 'too_long'],
      ['colour=red', 'unknown_parameter'],
    ]) {
      const answer = await world.owner.get(`/v1/flags?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { code, errors: [{ pointer: `?${query?.split('=')[0]}` }] } });
    }
  });
});
