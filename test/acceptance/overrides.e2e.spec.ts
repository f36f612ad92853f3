import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { until } from '../support/until.js';
import { record, startExperiment, telemetry, type World } from '../support/world.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const variants = { on: 'new', off: 'old' };

describe('overrides', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  });

  afterAll(() => assay.stop());

  async function newFlag(): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const rules = [{ when: {}, serve: 'off' }];
    const body = { key, type: 'string', variants, defaultVariant: 'off', rules };
    await expectStatus(201, world.owner.post('/v1/flags', body));
    return key;
  }
  async function override(body: object, query = ''): Promise<{ readonly id: string; readonly expiresAt: string }> {
    return (await expectStatus(201, world.owner.post(`/v1/overrides${query}`, body))).body;
  }
  async function decided(flag: string, subjectId: string, attributes = {}) {
    const { body } = await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId, attributes }));
    return body as { readonly decisionId: string; readonly variant: string; readonly reason: string };
  }

  it('serve a subject a variant whatever the rules say, for 7 days, and say who made them', async () => {
    const flag = await newFlag();
    const made = await override({ flag, subject: 'ada', variant: 'on' });
    const lifetime = Date.parse(made.expiresAt) - Date.parse((made as unknown as { createdAt: string }).createdAt);
    expect(lifetime).toBe(7 * DAY_MS);
    expect(made).toMatchObject({ environment: 'production', flag, subject: 'ada', variant: 'on', experiment: null });
    expect(made).toMatchObject({ createdBy: { kind: 'user', name: 'olga' }, endedAt: null });
    const served = { value: 'new', variant: 'on', reason: 'override', decisionId: null, experiment: null };
    expect(await decided(flag, 'ada')).toMatchObject(served);
    expect(await decided(flag, 'ben')).toMatchObject({ variant: 'off', reason: 'rule_match' });
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/disable`));
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'off', reason: 'flag_disabled' });
  });

  it('are of one environment, listed there until they are ended', async () => {
    const flag = await newFlag();
    const staging = await override({ flag, subject: 'ada', variant: 'on' }, '?environment=staging');
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'off' });
    const first = await override({ flag, subject: 'ada', variant: 'on' });
    const second = await override({ flag, subject: 'ada', variant: 'off' });
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'off', reason: 'override' });
    const listed = async (query: string): Promise<string[]> =>
      (await expectStatus(200, world.owner.get(`/v1/overrides?flag=${flag}${query}`))).body.items.map(
        ({ id }: { readonly id: string }) => id,
      );
    expect(await listed('')).toEqual([second.id, first.id]);
    expect(await listed('&environment=staging')).toEqual([staging.id]);
    const page = await expectStatus(200, world.owner.get(`/v1/overrides?flag=${flag}&limit=1`));
    expect(await listed(`&limit=1&cursor=${page.body.nextCursor}`)).toEqual([first.id]);

    const ended = await expectStatus(200, world.owner.delete(`/v1/overrides/${second.id}`));
    expect(ended.body).toMatchObject({ id: second.id, revision: 1, endedAt: expect.any(String) });
    await expectStatus(200, world.owner.delete(`/v1/overrides/${second.id}`));
    expect(await listed('')).toEqual([first.id]);
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'on', reason: 'override' });
    const shown = await expectStatus(200, world.owner.get(`/v1/overrides/${second.id}`));
    expect(shown.body).toMatchObject({ id: second.id, subject: 'ada', revision: 1 });
    expect(await world.owner.get(`/v1/overrides/${staging.id}`)).toMatchObject({ status: 404 });
  });

  it('are for groups, whose members may change; one for the subject itself wins', async () => {
    const flag = await newFlag();
    const group = `group_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/groups', { key: group, subjects: ['ada', 'grace'] }));
    await override({ flag, subject: 'grace', variant: 'off' });
    await override({ flag, group, variant: 'on' });
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'on', reason: 'override' });
    expect(await decided(flag, 'grace')).toMatchObject({ variant: 'off', reason: 'override' });
    await expectStatus(200, world.owner.patch(`/v1/groups/${group}`, { add: ['ben'], remove: ['ada'] }));
    expect(await decided(flag, 'ada')).toMatchObject({ reason: 'rule_match' });
    expect(await decided(flag, 'ben')).toMatchObject({ variant: 'on', reason: 'override' });
  });

  it('serve nobody once they have expired', async () => {
    const flag = await newFlag();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { id } = await override({ flag, subject: 'ada', variant: 'on', expiresAt });
    expect(await decided(flag, 'ada')).toMatchObject({ variant: 'on' });
    await until('it has expired', async () => (await decided(flag, 'ada')).reason === 'rule_match');
    const listed = await expectStatus(200, world.owner.get(`/v1/overrides?flag=${flag}`));
    expect(listed.body.items).toEqual([]);
    await expectStatus(200, world.owner.get(`/v1/overrides/${id}`));
  });

  it('show an arm of a draft as it is now, and end with the experiment', async () => {
    const flag = await newFlag();
    const arms = (value: string): object[] => [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value, weight: '50' },
    ];
    const draft = { key: `exp_${randomUUID()}`, name: 'Draft', flag, variants: arms('first') };
    const { id: experiment } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await override({ flag, subject: 'ada', variant: 'treatment', experiment });
    const preview = { variant: 'treatment', reason: 'override', experiment, phase: 0, decisionId: expect.any(String) };
    expect(await decided(flag, 'ada')).toMatchObject({ ...preview, value: 'first' });
    await expectStatus(200, world.owner.patch(`/v1/experiments/${experiment}`, { variants: arms('second') }));
    expect(await decided(flag, 'ada')).toMatchObject({ ...preview, value: 'second' });
    await expectStatus(200, world.owner.post(`/v1/experiments/${experiment}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${experiment}/reject`));
    expect(await decided(flag, 'ada')).toMatchObject({ reason: 'rule_match' });
  });

  it("of a running experiment's arm have telemetry that is accepted and counted nowhere", async () => {
    const { id, flag } = await startExperiment(world, { threshold: '0.1', action: 'pause' });
    await override({ flag, subject: 'ada', variant: 'treatment', experiment: id });
    const decision = await decided(flag, 'ada');
    expect(decision).toMatchObject({ variant: 'treatment', reason: 'override' });
    await record(world, [telemetry(world.exposure, decision, 'ada'), telemetry(world.crash, decision, 'ada')]);
    const checked = await expectStatus(200, world.owner.post(`/v1/experiments/${id}/guardrails/check`));
    expect(checked.body.triggers).toEqual([]);
    const results = await expectStatus(200, world.owner.get(`/v1/experiments/${id}/results`));
    expect(results.body.exposure.subjects).toEqual({ control: 0, treatment: 0 });

    const counted = await decided(flag, 'ben');
    expect(counted).toMatchObject({ reason: 'experiment_assigned' });
    await record(world, [telemetry(world.exposure, counted, 'ben'), telemetry(world.crash, counted, 'ben')]);
    const again = await expectStatus(200, world.owner.post(`/v1/experiments/${id}/guardrails/check`));
    expect(again.body.triggers).toHaveLength(1);
  });

  it('are made once however often the request is sent', async () => {
    const flag = await newFlag();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { flag, subject: 'ada', variant: 'on' };
    const first = await expectStatus(201, world.owner.post('/v1/overrides', body, headers));
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/archive`));
    const again = await expectStatus(201, world.owner.post('/v1/overrides', body, headers));
    expect(again.body).toEqual(first.body);
  });
});
