import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';

const VARIANTS = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];

interface Made {
  readonly id: string;
  readonly key: string;
  readonly flag: string;
}

describe.each(STORES)('consequences that are said before, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    for (const key of ['staging', 'limited']) await expectStatus(201, world.admin.post('/v1/environments', { key }));
  });

  afterAll(() => assay.stop());

  const owner = () => world.owner;
  async function newFlag(): Promise<string> {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    await expectStatus(201, owner().post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    return flag;
  }
  async function approved(environment: string, more: object = {}): Promise<Made> {
    const key = `exp_${randomUUID().slice(0, 8)}`;
    const draft = { key, name: key, flag: await newFlag(), variants: VARIANTS, ...more };
    const drafted = await expectStatus(201, owner().post(`/v1/experiments?environment=${environment}`, draft));
    const { id, flag } = drafted.body;
    await expectStatus(200, owner().post(`/v1/experiments/${id}/submit?environment=${environment}`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve?environment=${environment}`));
    return { id, key, flag };
  }
  async function running(environment: string, more: object = {}): Promise<Made> {
    const made = await approved(environment, more);
    await expectStatus(200, owner().post(`/v1/experiments/${made.id}/start?environment=${environment}`));
    return made;
  }
  const read = async ({ id }: Made, environment: string, query = '') =>
    (await expectStatus(200, owner().get(`/v1/experiments/${id}/consequences?environment=${environment}${query}`)))
      .body;

  it('are those of a start: the share, the rules that come after, and whoever holds the flag', async () => {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    const variants = { off: 'old', on: 'new' };
    await expectStatus(201, owner().post('/v1/flags', { key: flag, type: 'string', variants, defaultVariant: 'off' }));
    const rules = [
      { name: 'staff', when: { staff: true }, serve: 'on' },
      { when: { beta: true }, serve: 'on' },
    ];
    await expectStatus(200, owner().put(`/v1/flags/${flag}/rules?environment=staging`, rules));
    const next = await approved('staging', { flag, traffic: '40' });
    expect(await read(next, 'staging')).toEqual({
      ...{ experiment: next.id, action: 'start', share: '40', subjectsPerDay: null },
      traffic: { before: '0', after: '40', reviewed: '100', needsVote: false },
      flag: { key: flag, enabled: true, holder: null },
      ...{ conflictDomain: null, participation: null },
      after: {
        pins: [],
        rules: [
          { index: 0, name: 'staff' },
          { index: 1, name: null },
        ],
      },
    });
    const holder = await running('staging', { flag, traffic: '10' });
    expect((await read(next, 'staging')).flag.holder).toMatchObject({ id: holder.id, key: holder.key });
    expect((await read(holder, 'staging')).flag.holder).toBeNull();
    await expectStatus(409, owner().post(`/v1/experiments/${next.id}/start?environment=staging`));
  });

  it('say whether a conflict domain has room, as the start then finds', async () => {
    const domain = `domain_${world.suffix}`;
    await expectStatus(201, world.admin.post('/v1/conflict-domains?environment=staging', { key: domain }));
    await running('staging', { traffic: '70', conflictDomain: domain });
    const next = await approved('staging', { traffic: '40', conflictDomain: domain });
    expect((await read(next, 'staging')).conflictDomain).toEqual({ key: domain, free: '30', fits: false });
    expect((await read(next, 'staging', '&traffic=30')).conflictDomain).toEqual({
      key: domain,
      free: '30',
      fits: true,
    });
    const refused = await expectStatus(409, owner().post(`/v1/experiments/${next.id}/start?environment=staging`));
    expect(refused.body).toMatchObject({ code: 'domain_full', free: '30' });
  });

  it('name the younger experiments that a raise takes subjects from, as the raise then asks to confirm', async () => {
    await expectStatus(200, world.admin.put('/v1/participation-limit?environment=limited', { limit: 1 }));
    const old = await running('limited', { traffic: '50' });
    const young = await running('limited', { traffic: '100' });
    const raise = await read(old, 'limited', '&traffic=75');
    expect(raise).toMatchObject({
      ...{ action: 'traffic', share: '75', traffic: { before: '50', after: '75' } },
      participation: {
        ...{ limit: 1, kept: '100', total: 1 },
        displaced: [{ experiment: { id: young.id }, share: '50', subjects: null }],
      },
    });
    const path = `/v1/experiments/${old.id}/traffic?environment=limited`;
    expect((await expectStatus(409, owner().post(path, { traffic: '75' }))).body.code).toBe('takes_subjects');
    expect((await read(old, 'limited', '&traffic=20')).participation.displaced).toEqual([]);
    const next = await approved('limited', { traffic: '100' });
    expect((await read(next, 'limited')).participation).toEqual({ limit: 1, kept: '0', displaced: [], total: 0 });
    expect((await read(young, 'limited')).participation).toMatchObject({ kept: '50', displaced: [] });
  });

  it('say what needs a vote, and are refused of what is over and of traffic that is none', async () => {
    const made = await running('production', { traffic: '10', trafficMax: '20' });
    expect((await read(made, 'production', '&traffic=30')).traffic).toEqual({
      ...{ before: '10', after: '30', reviewed: '20', needsVote: true },
    });
    const path = `/v1/experiments/${made.id}/consequences`;
    for (const [traffic, code] of [
      ['101', 'out_of_range'],
      ['much', 'invalid_value'],
      ['1.00001', 'too_many_decimals'],
    ]) {
      const refused = await expectStatus(400, owner().get(`${path}?traffic=${traffic ?? ''}`));
      expect(refused.body).toMatchObject({ code, errors: [{ pointer: '?traffic' }] });
    }
    await expectStatus(404, owner().get(`${path}?environment=staging`));
    await expectStatus(200, owner().post(`/v1/experiments/${made.id}/complete`, { outcome: 'no_effect' }));
    expect((await expectStatus(409, owner().get(path))).body.code).toBe('wrong_state');
  });
});
