import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import type { World } from '../support/world.js';

describe('groups', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  async function newGroup(members: object): Promise<string> {
    const key = `group_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/groups', { key, ...members }));
    return key;
  }
  /** A flag that serves `on` to the members of a group, `off` to everybody else. */
  async function flagFor(group: string): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const rules = [{ when: { subjectId: { $inGroup: group } }, serve: 'on' }];
    const variants = { on: 'new', off: 'old' };
    const body = { key, type: 'string', variants, defaultVariant: 'off', rules };
    await expectStatus(201, world.owner.post('/v1/flags', body));
    return key;
  }
  const experimentOn = (flag: string, targeting: object): object => ({
    key: `exp_${randomUUID()}`,
    name: 'for a group',
    flag,
    targeting,
    variants: [
      { key: 'a', value: 'old', weight: '50', control: true },
      { key: 'b', value: 'new', weight: '50' },
    ],
  });
  const variantOf = async (flag: string, subjectId: string, attributes = {}): Promise<unknown> =>
    (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId, attributes }))).body.variant;
  const shown = async (path: string): Promise<unknown> => (await expectStatus(200, world.owner.get(path))).body;

  it('are lists of subjects, whose changes reach decisions', async () => {
    const key = await newGroup({ subjects: ['ada', 'grace'] });
    const flag = await flagFor(key);
    expect(await variantOf(flag, 'ada')).toBe('on');
    expect(await variantOf(flag, 'ben')).toBe('off');

    const changed = await expectStatus(200, world.owner.patch(`/v1/groups/${key}`, { add: ['ben'], remove: ['ada'] }));
    expect(changed.body).toMatchObject({ id: key, key, revision: 1, subjects: ['grace', 'ben'], archived: false });
    expect(await variantOf(flag, 'ada')).toBe('off');
    expect(await variantOf(flag, 'ben')).toBe('on');
    expect(await shown(`/v1/groups/${key}`)).toEqual({
      key,
      subjects: ['grace', 'ben'],
      archived: false,
      revision: 1,
    });
  });

  it('are conditions, and the other kind after a replacement', async () => {
    const key = await newGroup({ when: { country: 'DE' } });
    const flag = await flagFor(key);
    expect(await variantOf(flag, 'ada', { country: 'DE' })).toBe('on');
    expect(await variantOf(flag, 'ada', { country: 'FR' })).toBe('off');
    await expectStatus(200, world.owner.put(`/v1/groups/${key}`, { subjects: ['ada'] }));
    expect(await variantOf(flag, 'ada', { country: 'FR' })).toBe('on');
    expect(await variantOf(flag, 'ben', { country: 'DE' })).toBe('off');
    const { items } = (await shown('/v1/groups?limit=200')) as { items: object[] };
    expect(items).toContainEqual({ key, size: 1, archived: false, revision: 1 });
  });

  it('that are archived may go on being named by who names them already, and by nobody else', async () => {
    const key = await newGroup({ subjects: ['ada'] });
    const [flag, other] = [await flagFor(key), await flagFor(await newGroup({ subjects: [] }))];
    const when = { subjectId: { $inGroup: key } };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', experimentOn(flag, when)))).body;
    await expectStatus(200, world.owner.post(`/v1/groups/${key}/archive`));

    const rules = [{ name: 'staff', when: { $or: [when, { country: 'DE' }] }, serve: 'on' }];
    await expectStatus(200, world.owner.put(`/v1/flags/${flag}/rules`, rules));
    const narrower = { targeting: { ...when, country: 'DE' } };
    await expectStatus(200, world.owner.patch(`/v1/experiments/${id}`, narrower));
    await expectStatus(201, world.owner.post(`/v1/experiments/${id}/copy`, { key: `copy_${randomUUID()}` }));

    const refused = { status: 409, body: { code: 'group_archived' } };
    expect(await world.owner.put(`/v1/flags/${other}/rules`, rules)).toMatchObject(refused);
    await expectStatus(200, world.owner.patch(`/v1/experiments/${id}`, { targeting: null }));
    expect(await world.owner.patch(`/v1/experiments/${id}`, narrower)).toMatchObject(refused);
  });

  it('that are archived go on deciding as they did', async () => {
    const key = await newGroup({ subjects: ['ada'] });
    const flag = await flagFor(key);
    const archived = await expectStatus(200, world.owner.post(`/v1/groups/${key}/archive`));
    expect(archived.body).toMatchObject({ archived: true, subjects: ['ada'] });
    expect(await variantOf(flag, 'ada')).toBe('on');
    const refused = await world.owner.patch(`/v1/groups/${key}`, { add: ['ben'] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'group_archived' } });
    expect((await world.owner.post(`/v1/groups/${key}/restore`)).body.code).toBe('role_too_low');
    const restored = await expectStatus(200, world.admin.post(`/v1/groups/${key}/restore`));
    expect(restored.body).toMatchObject({ archived: false, subjects: ['ada'] });
    await expectStatus(200, world.owner.patch(`/v1/groups/${key}`, { add: ['ben'] }));
    expect(await variantOf(flag, 'ben')).toBe('on');
    expect((await world.admin.post('/v1/groups/nobody/restore')).status).toBe(404);
  });

  it('change once however often it is sent, at the revision that is named', async () => {
    const key = await newGroup({ subjects: ['ada'] });
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const first = await expectStatus(200, world.owner.patch(`/v1/groups/${key}`, { add: ['ben'] }, headers));
    await expectStatus(200, world.owner.patch(`/v1/groups/${key}`, { remove: ['ben'] }));
    const again = await expectStatus(200, world.owner.patch(`/v1/groups/${key}`, { add: ['ben'] }, headers));
    expect(again.body).toEqual(first.body);
    const stale = await world.owner.put(`/v1/groups/${key}`, { subjects: [] }, { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'revision_mismatch' } });
  });
});
