import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import type { World } from '../support/world.js';

const variants = { off: 'old', on: 'new', more: 'newest' };
const german = { country: 'DE' };
const split = { split: { on: '20', off: '80' } };

describe('flags', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  async function newFlag(changes: object = {}): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const body = { key, type: 'string', variants, defaultVariant: 'off', ...changes };
    await expectStatus(201, world.owner.post('/v1/flags', body));
    return key;
  }
  const shown = async (key: string, query = ''): Promise<unknown> =>
    (await expectStatus(200, world.owner.get(`/v1/flags/${key}${query}`))).body;
  const decided = async (flag: string, subjectId: string | undefined, attributes = {}): Promise<unknown> =>
    (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId, attributes }))).body;

  it('have named variants, one of them the default, and what describes them', async () => {
    const metadata = { team: 'shop', size: 3, beta: true };
    const labels = { metadata, clientVisible: true, owner: 'Shop', tags: ['a'], description: 'Button' };
    const key = await newFlag(labels);
    const expected = { variants, defaultVariant: 'off', default: 'old', rules: [], ...labels };
    expect(await shown(key)).toMatchObject(expected);
    expect(await decided(key, 's')).toMatchObject({ value: 'old', variant: 'off', reason: 'default' });

    const path = `/v1/flags/${key}`;
    const edited = await expectStatus(
      200,
      world.owner.patch(path, { metadata: {}, variants: { ...variants, b: 'b' } }),
    );
    expect(edited.body).toMatchObject({ ...expected, metadata: {}, variants: { ...variants, b: 'b' } });
    await expectStatus(200, world.owner.patch(path, { defaultVariant: 'b' }));
    expect(await decided(key, 's')).toMatchObject({ value: 'b', variant: 'b', reason: 'default' });
    const byValue = await expectStatus(200, world.owner.patch(path, { default: 'newest' }));
    expect(byValue.body).toMatchObject({ default: 'newest', defaultVariant: 'more' });
  });

  it('with one plain default call it default', async () => {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'number', default: 7 }));
    expect(await shown(key)).toMatchObject({ variants: {}, default: 7, defaultVariant: null });
    expect(await decided(key, undefined)).toMatchObject({ value: 7, variant: 'default' });
  });

  it('serve by their rules, in order: the first whose condition holds', async () => {
    const rules = [
      { name: 'staff', when: { subjectId: { $in: ['ada', 'grace'] } }, serve: 'more' },
      { name: 'Germany', when: german, serve: split },
      { name: null, when: { country: { $exists: true } }, serve: 'on' },
    ];
    const key = await newFlag({ rules });
    expect(await shown(key)).toMatchObject({ rules });
    expect(await decided(key, 'ada', german)).toMatchObject({ value: 'newest', variant: 'more', reason: 'rule_match' });
    expect(await decided(key, 'eve', { country: 'FR' })).toMatchObject({ value: 'new', reason: 'rule_match' });
    expect(await decided(key, 'eve')).toMatchObject({ value: 'old', variant: 'off', reason: 'default' });
    expect(await decided(key, undefined, german)).toMatchObject({ value: 'old', reason: 'missing_subject' });
    const subjects = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    const answers = await Promise.all(subjects.map((subject) => decided(key, subject, german)));
    expect(new Set(answers.map((each) => (each as { reason: string }).reason))).toEqual(new Set(['rule_split']));
    const on = answers.filter((each) => (each as { variant: string }).variant === 'on').length;
    expect(on).toBeGreaterThan(20);
    expect(on).toBeLessThan(60);
  });

  it('have their rules replaced all at once, in one environment, and once however often it is sent', async () => {
    const key = await newFlag({ rules: [{ when: german, serve: 'on' }] });
    const path = `/v1/flags/${key}/rules`;
    const rules = [{ name: null, when: {}, serve: { split: { on: '12.5', off: 87.5 } } }];
    const stored = [{ name: null, when: {}, serve: { split: { on: '12.5', off: '87.5' } } }];
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const first = await expectStatus(200, world.owner.put(`${path}?environment=staging`, rules, headers));
    expect(first.body).toMatchObject({ id: key, environment: 'staging', rules: stored });
    await expectStatus(200, world.owner.put(`${path}?environment=staging`, []));
    const again = await expectStatus(200, world.owner.put(`${path}?environment=staging`, rules, headers));
    expect(again.body).toEqual(first.body);
    expect(await shown(key, '?environment=staging')).toMatchObject({ rules: [] });
    expect(await shown(key)).toMatchObject({ rules: [{ name: null, when: german, serve: 'on' }] });

    const unchanged = await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, {}));
    const same = await expectStatus(200, world.owner.put(path, [{ when: german, serve: 'on' }]));
    expect(same.body).toMatchObject({ rules: [{ when: german, serve: 'on' }] });
    expect(same.body.position).toBe(unchanged.body.position);
    const roundTrip = (await shown(key)) as { rules: unknown };
    await expectStatus(200, world.owner.put(path, roundTrip.rules));
  });

  it('are restored by an admin as they were, in every environment', async () => {
    const key = await newFlag({ rules: [{ when: german, serve: 'on' }] });
    const path = `/v1/flags/${key}`;
    await expectStatus(200, world.owner.post(`${path}/disable?environment=staging`));
    await expectStatus(200, world.owner.patch(path, { defaultVariant: 'more' }));
    const [here, there] = [await shown(key), await shown(key, '?environment=staging')];
    await expectStatus(200, world.owner.post(`${path}/archive`));
    expect(await decided(key, 's')).toMatchObject({ reason: 'flag_not_found' });
    expect((await world.owner.post(`${path}/restore`)).body.code).toBe('role_too_low');

    const headers = { 'idempotency-key': randomUUID() };
    const restored = await expectStatus(200, world.admin.post(`${path}/restore`, {}, headers));
    expect(restored.body).toMatchObject({ id: key, archived: false, defaultVariant: 'more' });
    expect((await expectStatus(200, world.admin.post(`${path}/restore`, {}, headers))).body).toEqual(restored.body);
    const withoutRevision = (flag: unknown): unknown => ({ ...(flag as object), revision: 0 });
    expect(withoutRevision(await shown(key))).toEqual(withoutRevision(here));
    expect(withoutRevision(await shown(key, '?environment=staging'))).toEqual(withoutRevision(there));
    expect(await decided(key, 's', german)).toMatchObject({ value: 'new', reason: 'rule_match' });
    expect((await world.admin.post('/v1/flags/nothing/restore')).status).toBe(404);
  });

  it('name in their history only what changes: nothing where a form is sent as it was', async () => {
    const labels = { description: 'A flag', tags: ['a'], owner: 'team', metadata: { x: 1 }, clientVisible: true };
    const key = await newFlag(labels);
    const { position } = (await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, labels))).body;
    const again = await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { ...labels, defaultVariant: 'off' }));
    expect(again.body).toMatchObject({ position, revision: 0, lifted: [] });
    const changed = await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { ...labels, tags: ['b'] }));
    expect(changed.body).toMatchObject({ revision: 1, tags: ['b'], description: 'A flag' });
  });

  it('have one revision for both their streams, which If-Match names, and which every change raises', async () => {
    const key = await newFlag();
    const path = `/v1/flags/${key}`;
    const rules = [{ when: german, serve: 'on' }];
    const at = (tag: string) => ({ 'if-match': tag });
    const first = await expectStatus(200, world.owner.put(`${path}/rules`, rules, at('"0"')));
    expect(first.body.revision).toBe(1);
    expect(first.headers.get('etag')).toBe('"1"');
    const second = await world.owner.put(`${path}/rules`, [], at('"0"'));
    expect(second).toMatchObject({ status: 412, body: { code: 'revision_mismatch' } });
    expect(await shown(key)).toMatchObject({ revision: 1, rules: [{ serve: 'on' }] });

    const edited = await expectStatus(
      200,
      world.owner.patch(path, { description: 'x', defaultVariant: 'more' }, at('"1"')),
    );
    expect(edited.body.revision).toBe(3);
    const disabled = await expectStatus(200, world.owner.post(`${path}/disable`, {}, at('3')));
    expect(disabled.body.revision).toBe(4);
    // Another environment has its own second stream.
    expect(await shown(key, '?environment=staging')).toMatchObject({ revision: 1 });
    expect((await world.owner.post(`${path}/archive`, {}, at('"3"'))).status).toBe(412);
    const archived = await expectStatus(200, world.owner.post(`${path}/archive`, {}, at('"4"')));
    expect(archived.headers.get('etag')).toBe(`"${archived.body.revision}"`);
    expect((await world.admin.post(`${path}/restore`, {}, at('"4"'))).status).toBe(412);
    await expectStatus(200, world.admin.post(`${path}/restore`, {}, at(`"${archived.body.revision}"`)));
    const { revision } = (await world.owner.get(path)).body;
    expect((await expectStatus(200, world.owner.patch(path, { owner: 'team' }, at(`"${revision}"`)))).body.owner).toBe(
      'team',
    );
  });

  it('take * as If-Match where they exist, and no weak or malformed tag', async () => {
    const key = await newFlag();
    const change = (tag: string) => world.owner.patch(`/v1/flags/${key}`, { owner: tag }, { 'if-match': tag });
    expect((await change('*')).status).toBe(200);
    for (const weak of ['W/"0"', 'W/"1"', 'W/1'])
      expect(await change(weak)).toMatchObject({ status: 400, body: { code: 'weak_etag' } });
    for (const wrong of ['"x"', '"-1"', 'w/"1"', '"0", "1"', '**'])
      expect(await change(wrong)).toMatchObject({ status: 400, body: { code: 'malformed_header' } });
    const missing = { key: `no_${randomUUID()}`, type: 'boolean', default: false };
    expect((await world.owner.post('/v1/flags', missing, { 'if-match': '*' })).status).toBe(412);
    expect((await world.owner.put(`/v1/flags/${missing.key}/rules`, [], { 'if-match': '*' })).status).toBe(404);
  });
});
