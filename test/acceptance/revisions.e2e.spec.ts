import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { startExperiment, type World } from '../support/world.js';

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A document, and a command that changes it. */
interface Kind {
  readonly by: Client;
  readonly path: string;
  readonly change: readonly [method: Method, path: string, body: object];
}

const KINDS = [
  'flag',
  'experiment',
  'metric',
  'event type',
  'group',
  'override',
  'holdout',
  'user',
  'API key',
  'review policy',
  'approver group',
  'participation limit',
] as const;

describe('the ETag of a document that is read', () => {
  let assay: RunningWorld;
  let world: World;
  let kinds: Readonly<Record<(typeof KINDS)[number], Kind>>;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    ({ world } = assay);
    kinds = await makeKinds();
  });

  afterAll(() => assay.stop());

  async function makeKinds(): Promise<typeof kinds> {
    const { admin, owner, metric, crash } = world;
    const made = async (by: Client, path: string, body: object): Promise<{ id: string }> =>
      (await expectStatus(201, by.post(path, body))).body;
    const { id, flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const person = (name: string) => made(admin, '/v1/users', { name, email: `${name}@example.org`, role: 'approver' });
    const [user, one, other] = [await person('ute'), await person('ben'), await person('ida')];
    const key = await made(admin, '/v1/api-keys', { name: 'k', scopes: ['decide'] });
    await made(owner, '/v1/groups', { key: 'g', subjects: ['ada'] });
    await made(admin, '/v1/holdouts', { key: 'h', share: '5' });
    const override = await made(owner, '/v1/overrides', { flag, subject: 'ada', variant: 'treatment', experiment: id });
    const group = { approvers: [one.id], minApprovals: 1 };
    await expectStatus(200, admin.put(`/v1/approver-groups/${user.id}`, group));
    await expectStatus(200, admin.put('/v1/participation-limit', { limit: 3 }));
    const at = (by: Client, path: string, method: Method, body: object, verb = ''): Kind => {
      return { by, path, change: [method, path + verb, body] };
    };
    return {
      flag: at(owner, `/v1/flags/${flag}`, 'PATCH', { description: 'changed' }),
      experiment: at(owner, `/v1/experiments/${id}`, 'PATCH', { name: 'Changed' }),
      metric: at(owner, `/v1/metrics/${metric}`, 'PATCH', { name: 'Changed' }),
      'event type': at(owner, `/v1/event-types/${crash}`, 'PATCH', { name: 'Changed' }),
      group: at(owner, '/v1/groups/g', 'PATCH', { add: ['bob'] }),
      override: at(owner, `/v1/overrides/${override.id}`, 'DELETE', {}),
      holdout: at(admin, '/v1/holdouts/h', 'PATCH', { endAt: '2100-01-01T00:00:00Z' }),
      user: at(admin, `/v1/users/${user.id}`, 'PATCH', { name: 'Changed' }),
      'API key': at(admin, `/v1/api-keys/${key.id}`, 'DELETE', {}),
      'review policy': at(admin, '/v1/review-policy', 'PUT', { minApprovals: 2, allowAnyApprover: true }),
      'approver group': at(admin, `/v1/approver-groups/${user.id}`, 'PUT', { ...group, approvers: [other.id] }),
      'participation limit': at(admin, '/v1/participation-limit', 'PUT', { limit: 4 }),
    };
  }

  it.each(KINDS)('is what If-Match takes: %s', async (kind) => {
    const {
      by,
      path,
      change: [method, target, body],
    } = kinds[kind];
    const { headers, body: read } = await expectStatus(200, by.get(path));
    const tag = headers.get('etag') ?? '';
    expect(tag).toBe(`"${read.revision}"`);
    expect((await by.send('HEAD', path, undefined, {})).headers.get('etag')).toBe(tag);

    const send = (ifMatch: string) => by.send(method, target, JSON.stringify(body), { 'if-match': ifMatch });
    expect(await send(`"${Number(read.revision) + 1}"`)).toMatchObject({ status: 412 });
    const changed = await send(tag);
    expect(changed.status).toBeLessThan(300);
    const again = await expectStatus(200, by.get(path));
    expect(again.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect(again.headers.get('etag')).not.toBe(tag);
  });

  it('is there for a conflict domain, which no command changes', async () => {
    await expectStatus(201, world.admin.post('/v1/conflict-domains', { key: 'page' }));
    const { headers, body } = await expectStatus(200, world.owner.get('/v1/conflict-domains/page'));
    expect(headers.get('etag')).toBe(`"${body.revision}"`);
  });

  it('is not there before the first change, nor for a list', async () => {
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
    const unset = await expectStatus(200, world.owner.get('/v1/participation-limit?environment=staging'));
    expect([unset.body.revision, unset.headers.get('etag')]).toEqual([-1, null]);
    expect((await expectStatus(200, world.owner.get('/v1/flags'))).headers.get('etag')).toBeNull();
  });
});
