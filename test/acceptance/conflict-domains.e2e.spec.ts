import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import type { World } from '../support/world.js';

const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];
const SUBJECTS = Array.from({ length: 200 }, (_, index) => `user-${index}`);

describe.each(STORES)('conflict domains on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  async function newDomain(): Promise<string> {
    const key = `domain_${randomUUID()}`;
    await expectStatus(201, world.admin.post('/v1/conflict-domains', { key }));
    return key;
  }
  interface InDomain {
    readonly id: string;
    readonly flag: string;
  }
  async function approved(conflictDomain: string, traffic: string, changes: object = {}): Promise<InDomain> {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const draft = { key: `exp_${randomUUID()}`, name: 'Exp', flag, variants, traffic, conflictDomain, ...changes };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    return { id, flag };
  }
  const command = (experiment: InDomain, verb: string, body: object = {}) =>
    world.owner.post(`/v1/experiments/${experiment.id}/${verb}`, body);
  async function running(conflictDomain: string, traffic: string): Promise<InDomain> {
    const experiment = await approved(conflictDomain, traffic);
    await expectStatus(200, command(experiment, 'start'));
    return experiment;
  }
  /** What each subject gets of an experiment: the reason, or the variant where it is assigned. */
  async function dealt({ flag }: InDomain): Promise<ReadonlyMap<string, string>> {
    const decided = SUBJECTS.map(async (subjectId) => {
      const { body } = await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId }));
      return [subjectId, body.reason === 'experiment_assigned' ? body.variant : body.reason] as const;
    });
    return new Map(await Promise.all(decided));
  }
  const enrolled = (dealing: ReadonlyMap<string, string>): string[] =>
    [...dealing].filter(([, got]) => got === 'control' || got === 'treatment').map(([subject]) => subject);
  const domainOf = async (key: string): Promise<unknown> =>
    (await expectStatus(200, world.owner.get(`/v1/conflict-domains/${key}`))).body;

  it('have each subject in one experiment at most, and say whose the others are', async () => {
    const domain = await newDomain();
    const [one, other] = [await running(domain, '60'), await running(domain, '30')];
    const [ofOne, ofOther] = [await dealt(one), await dealt(other)];
    expect(enrolled(ofOne).length).toBeGreaterThan(90);
    expect(enrolled(ofOther).length).toBeGreaterThan(30);
    for (const subject of SUBJECTS) {
      const [got, gotOther] = [ofOne.get(subject) ?? '', ofOther.get(subject) ?? ''];
      if (enrolled(ofOne).includes(subject)) expect(gotOther).toBe('experiment_conflict');
      else if (enrolled(ofOther).includes(subject)) expect(got).toBe('experiment_conflict');
      else expect([got, gotOther]).toEqual(['traffic_excluded', 'traffic_excluded']);
    }
    expect(await domainOf(domain)).toMatchObject({
      key: domain,
      environment: 'production',
      experiments: [
        { experiment: one.id, share: '60' },
        { experiment: other.id, share: '30' },
      ],
      free: '10',
    });
  });

  it('refuse what they have no room for, and say how much they have', async () => {
    const domain = await newDomain();
    const one = await running(domain, '70');
    const other = await approved(domain, '40');
    const full = { status: 409, body: { code: 'domain_full', free: '30' } };
    expect(await command(other, 'start')).toMatchObject(full);
    expect(await command(one, 'traffic', { traffic: '100' })).toMatchObject({ status: 200 });
    expect(await command(one, 'traffic', { traffic: '60' })).toMatchObject({ status: 200 });
    expect(await command(other, 'start')).toMatchObject({ status: 200, body: { status: 'running' } });
    expect(await command(one, 'traffic', { traffic: '61' })).toMatchObject({
      status: 409,
      body: { code: 'domain_full', free: '60' },
    });
    expect(await domainOf(domain)).toMatchObject({ free: '0' });
  });

  it('move nobody who stays: a raise adds, a lowering takes those added last, a completion frees all', async () => {
    const domain = await newDomain();
    const one = await running(domain, '30');
    const at30 = await dealt(one);
    await expectStatus(200, command(one, 'traffic', { traffic: '50' }));
    const at50 = await dealt(one);
    for (const subject of enrolled(at30)) expect(at50.get(subject)).toBe(at30.get(subject));
    expect(enrolled(at50).length).toBeGreaterThan(enrolled(at30).length);
    await expectStatus(200, command(one, 'traffic', { traffic: '30' }));
    const other = await running(domain, '70');
    expect(await dealt(one)).toEqual(new Map([...at30].map(([s, got]) => [s, inOther(got)])));

    await expectStatus(200, command(other, 'complete', { outcome: 'no_effect' }));
    await expectStatus(200, command(one, 'traffic', { traffic: '100' }));
    const at100 = await dealt(one);
    expect(enrolled(at100)).toHaveLength(SUBJECTS.length);
    for (const subject of enrolled(at30)) expect(at100.get(subject)).toBe(at30.get(subject));
  });
  /** Together they take all of the domain. */
  const inOther = (got: string): string => (got === 'traffic_excluded' ? 'experiment_conflict' : got);

  it('reserve for an amendment that widens the traffic when it applies', async () => {
    const domain = await newDomain();
    const one = await approved(domain, '20', { trafficMax: '20' });
    await expectStatus(200, command(one, 'start'));
    await running(domain, '50');
    await expectStatus(200, command(one, 'amend', { trafficMax: '60', traffic: '60' }));
    const refused = await world.approver.post(`/v1/experiments/${one.id}/approve`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'domain_full', free: '50' } });
    await expectStatus(200, command(one, 'withdraw'));
    await expectStatus(200, command(one, 'amend', { trafficMax: '50', traffic: '50' }));
    await expectStatus(200, world.approver.post(`/v1/experiments/${one.id}/approve`));
    expect(await domainOf(domain)).toMatchObject({ free: '0' });
  });

  it('start the scheduled one of the highest priority first when there is room', async () => {
    const domain = await newDomain();
    const holder = await running(domain, '100');
    const schedule = { startAt: new Date(Date.now() + 5_000).toISOString() };
    const low = await approved(domain, '60', { schedule, priority: 1 });
    const high = await approved(domain, '60', { schedule, priority: 2 });
    const statusOf = async ({ id }: InDomain): Promise<string> =>
      (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body.status;
    // The scheduler reads where this reads: it knows of both before there is room.
    expect(await statusOf(high)).toBe('approved');
    await expectStatus(200, command(holder, 'complete', { outcome: 'no_effect' }));
    await until('the one of high priority runs', async () => (await statusOf(high)) === 'running');
    expect(await statusOf(low)).toBe('approved');
  });

  it('are of one environment, made by admins once', async () => {
    const domain = await newDomain();
    const listed = async (query: string): Promise<string[]> =>
      (await expectStatus(200, world.owner.get(`/v1/conflict-domains?limit=200${query}`))).body.items.map(
        (item: { readonly key: string }) => item.key,
      );
    expect(await listed('')).toContain(domain);
    expect(await listed('&environment=staging')).toEqual([]);
    const headers = { 'idempotency-key': randomUUID() };
    const body = { key: `domain_${randomUUID()}` };
    const first = await expectStatus(201, world.admin.post('/v1/conflict-domains', body, headers));
    const again = await expectStatus(201, world.admin.post('/v1/conflict-domains', body, headers));
    expect(again.body).toEqual(first.body);
  });

  it('are content, voted on: a draft names another one, or none', async () => {
    const domain = await newDomain();
    const { id } = await approved(domain, '10');
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/withdraw`));
    const edited = await expectStatus(
      200,
      world.owner.patch(`/v1/experiments/${id}`, { conflictDomain: null, priority: 5 }),
    );
    expect(edited.body).toMatchObject({ conflictDomain: null, priority: 5 });
  });
});
