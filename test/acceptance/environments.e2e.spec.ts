import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Answer, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { listen } from '../support/listen.js';
import { STORES } from '../support/stores.js';
import { decide, record, startExperiment, telemetry, type RunningExperiment, type World } from '../support/world.js';

const IN_STAGING = 'environment=staging';
const VARIANTS = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];

describe.each(STORES)('environments on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  /** The same world as its product's staging key sees it. */
  let staging: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging', name: 'Staging' }));
    staging = { ...world, product: await serviceKey(['decide', 'ingest'], 'staging') };
  });

  afterAll(() => assay.stop());

  async function serviceKey(scopes: readonly string[], environment: string): Promise<Client> {
    const body = { name: `${environment} ${scopes.join()}`, scopes, environment };
    return world.admin.as((await expectStatus(201, world.admin.post('/v1/api-keys', body))).body.key);
  }

  const running = (environment: string): Promise<RunningExperiment> =>
    startExperiment(world, { threshold: '0.5', action: 'pause' }, environment);

  const keysOf = async (client: Client, path: string): Promise<string[]> =>
    (await expectStatus(200, client.get(path))).body.items.map((item: { id?: string; key: string }) => item.id);

  it('lists production, which is always there, and what admins add', async () => {
    const { body } = await expectStatus(200, world.owner.get('/v1/environments'));
    expect(body).toEqual({
      items: [
        { key: 'production', name: 'Production' },
        { key: 'staging', name: 'Staging' },
      ],
      nextCursor: null,
    });
    const first = await expectStatus(200, world.owner.get('/v1/environments?limit=1'));
    const second = await expectStatus(200, world.owner.get(`/v1/environments?cursor=${first.body.nextCursor}`));
    expect(second.body.items).toEqual([{ key: 'staging', name: 'Staging' }]);
    const again = await world.admin.post('/v1/environments', { key: 'production' });
    expect(again).toMatchObject({ status: 409, body: { code: 'key_taken' } });
    const notAdmin = await world.approver.post('/v1/environments', { key: 'mine' });
    expect(notAdmin).toMatchObject({ status: 403, body: { code: 'role_too_low' } });
  });

  it('switches and defaults a flag in one environment only', async () => {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'string', default: 'old' }));
    const changed = await expectStatus(200, world.owner.patch(`/v1/flags/${key}?${IN_STAGING}`, { default: 'new' }));
    expect(changed.body).toMatchObject({ environment: 'staging', default: 'new' });
    await expectStatus(200, world.owner.post(`/v1/flags/${key}/disable?${IN_STAGING}`));

    const asked = (client: Client): Promise<{ body: unknown }> =>
      expectStatus(200, client.post('/v1/decide', { flag: key, subjectId: 's' }));
    expect((await asked(world.product)).body).toMatchObject({ value: 'old', reason: 'default' });
    expect((await asked(staging.product)).body).toMatchObject({ value: 'new', reason: 'flag_disabled' });
    const shown = async (query: string): Promise<unknown> => (await world.owner.get(`/v1/flags/${key}${query}`)).body;
    expect(await shown('')).toMatchObject({ environment: 'production', default: 'old', enabled: true });
    expect(await shown(`?${IN_STAGING}`)).toMatchObject({ environment: 'staging', default: 'new', enabled: false });
  });

  it('shows an experiment in its environment and nowhere else', async () => {
    const here = await running('production');
    const there = await running('staging');

    const inProduction = await keysOf(world.owner, '/v1/experiments');
    const inStaging = await keysOf(world.owner, `/v1/experiments?${IN_STAGING}`);
    expect(inProduction).toContain(here.id);
    expect(inProduction).not.toContain(there.id);
    expect(inStaging).toEqual([there.id]);
    for (const report of ['', '/history', '/reviews', '/phases', '/results', '/triggers', '/guardrails']) {
      const path = `/v1/experiments/${there.id}${report}`;
      expect(await world.owner.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect((await world.owner.get(`${path}?${IN_STAGING}`)).status).toBe(200);
    }
    for (const verb of ['pause', 'complete', 'guardrails/check']) {
      const body = verb === 'complete' ? { outcome: 'no_effect' } : {};
      const refused = await world.owner.post(`/v1/experiments/${there.id}/${verb}`, body);
      expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it('decides and counts in the environment of the key', async () => {
    const there = await running('staging');
    const decision = await decide(staging, there.flag, 'user_1', there.position);
    expect(decision.reason).toBe('experiment_assigned');
    expect(await decide(world, there.flag, 'user_1', there.position)).toMatchObject({
      value: 'old',
      reason: 'default',
    });

    const event = telemetry(world.exposure, decision, 'user_1');
    const foreign = await expectStatus(200, world.product.post('/v1/events', { events: [event] }));
    expect(foreign.body.results).toMatchObject([{ status: 'rejected', code: 'invalid_decision' }]);
    await record(staging, [event]);
    await expectStatus(200, world.owner.post(`/v1/experiments/${there.id}/guardrails/check?${IN_STAGING}`));
    const { body } = await expectStatus(200, world.owner.get(`/v1/experiments/${there.id}/results?${IN_STAGING}`));
    const counted: number[] = Object.values(body.exposure.subjects);
    expect(counted.reduce((sum, each) => sum + each, 0)).toBe(1);
  });

  it('runs one experiment of the same key and flag in each, and checks each apart', async () => {
    const here = await running('production');
    const twin = await expectStatus(
      201,
      world.owner.post(`/v1/experiments?${IN_STAGING}`, {
        key: (await world.owner.get(`/v1/experiments/${here.id}`)).body.key,
        name: 'Twin',
        flag: here.flag,
        variants: VARIANTS,
      }),
    );
    expect(twin.body.id).not.toBe(here.id);
    const step = (verb: string, client: Client) =>
      expectStatus(200, client.post(`/v1/experiments/${twin.body.id}/${verb}?${IN_STAGING}`));
    await step('submit', world.owner);
    await step('approve', world.approver);
    expect((await step('start', world.owner)).body.status).toBe('running');

    const checked = async (query: string): Promise<string[]> =>
      (await expectStatus(200, world.owner.post(`/v1/guardrails/check${query}`))).body.results.map(
        (result: { experiment: string }) => result.experiment,
      );
    expect(await checked('')).toContain(here.id);
    expect(await checked('')).not.toContain(twin.body.id);
    expect(await checked(`?${IN_STAGING}`)).toContain(twin.body.id);
    expect(await checked(`?${IN_STAGING}`)).not.toContain(here.id);

    const archived = await world.owner.post(`/v1/flags/${here.flag}/archive`);
    expect(archived).toMatchObject({ status: 409, body: { code: 'flag_in_use' } });
    await expectStatus(200, world.owner.post(`/v1/experiments/${here.id}/complete`, { outcome: 'no_effect' }));
    // Still live in staging.
    expect((await world.owner.post(`/v1/flags/${here.flag}/archive`)).status).toBe(409);
  });

  it('goes on in every environment after an archiving that was refused', async () => {
    const there = await running('staging');
    const flag = (): Promise<Answer> => expectStatus(200, world.owner.get(`/v1/flags/${there.flag}`));
    const before = await flag();
    const refused = await world.owner.post(`/v1/flags/${there.flag}/archive`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'flag_in_use' } });
    expect((await flag()).body).toEqual(before.body);
    expect((await startOn(there.flag)).body.status).toBe('running');
  });

  /** An experiment in production on a flag that is there. */
  async function startOn(flag: string): Promise<Answer> {
    const draft = { key: `exp_${randomUUID()}`, name: 'On', flag, variants: VARIANTS };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    return expectStatus(200, world.owner.post(`/v1/experiments/${id}/start`));
  }

  it('reviews by its own policy', async () => {
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'playground' }));
    const policy = { minApprovals: 0, allowAnyApprover: true };
    await expectStatus(200, world.admin.put('/v1/review-policy?environment=playground', policy));
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'boolean', default: false }));
    const submitted = async (environment: string): Promise<string> => {
      const variants = [
        { key: 'off', value: false, weight: '50', control: true },
        { key: 'on', value: true, weight: '50' },
      ];
      const query = `?environment=${environment}`;
      const body = { key: `exp_${randomUUID()}`, name: 'Policy', flag, variants };
      const { id } = (await expectStatus(201, world.owner.post(`/v1/experiments${query}`, body))).body;
      return (await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit${query}`))).body.status;
    };
    expect(await submitted('playground')).toBe('approved');
    expect(await submitted('production')).toBe('in_review');
  });

  it('sends to live listeners what happens in their environment', async () => {
    const [here, there] = await Promise.all([
      listen(assay.app.url, world.owner.key, ''),
      listen(assay.app.url, world.owner.key, `?${IN_STAGING}`),
    ]);
    try {
      const [first, second] = [await running('production'), await running('staging')];
      expect(await here.until((message) => message.data.id === first.id && message.data.status === 'running')).toBe(
        true,
      );
      expect(await there.until((message) => message.data.id === second.id && message.data.status === 'running')).toBe(
        true,
      );
      expect(here.messages.filter(({ data }) => data.id === second.id)).toEqual([]);
      expect(there.messages.filter(({ data }) => data.id === first.id)).toEqual([]);
    } finally {
      here.close();
      there.close();
    }
  });

  it('sends rates of an experiment to those who listen in its environment, and to nobody else', async () => {
    const [first, second] = [await running('production'), await running('staging')];
    const open = (query: string) => listen(assay.app.url, world.owner.key, query);
    // The strangers come first: what were sent to them would be sent before what is waited for.
    const strangers = [await open(`?experiment=${second.id}`), await open(`?${IN_STAGING}&experiment=${first.id}`)];
    const friends = [await open(`?experiment=${first.id}`), await open(`?${IN_STAGING}&experiment=${second.id}`)];
    try {
      for (const [product, { flag, position }] of [[world, first] as const, [staging, second] as const]) {
        const decision = await decide(product, flag, 'watched', position);
        await record(product, [telemetry(world.exposure, decision, 'watched')]);
      }
      for (const friend of friends)
        await friend.until(({ event, data }) => event === 'rates' && data.items[0].total?.denominator === '1');
      const ratesOf = friends.map(({ messages }) => messages.filter(({ event }) => event === 'rates'));
      expect(ratesOf.map((rates) => new Set(rates.map(({ data }) => data.experiment)))).toEqual([
        new Set([first.id]),
        new Set([second.id]),
      ]);
      for (const { messages } of strangers) expect(messages).toEqual([]);
    } finally {
      for (const { close } of [...strangers, ...friends]) close();
    }
  });

  it('refuses environments that are not there, and those that are not of the key', async () => {
    const unknown = { status: 404, body: { code: 'unknown_environment' } };
    expect(await world.owner.get('/v1/experiments?environment=nowhere')).toMatchObject(unknown);
    expect(await world.owner.post('/v1/flags?environment=nowhere', {})).toMatchObject(unknown);
    expect(await world.owner.post('/v1/flags?environment=staging&environment=staging', {})).toMatchObject(unknown);
    const wrong = { status: 403, body: { code: 'wrong_environment' } };
    expect(await staging.product.post('/v1/decide?environment=production', {})).toMatchObject(wrong);
    expect(await staging.product.post('/v1/events?environment=production', { events: [] })).toMatchObject(wrong);
    const reader = await serviceKey(['read'], 'staging');
    expect(await reader.get('/v1/experiments?environment=production')).toMatchObject(wrong);
    const listed = await expectStatus(200, reader.get('/v1/experiments'));
    expect(new Set(listed.body.items.map((item: { environment: string }) => item.environment))).toEqual(
      new Set(['staging']),
    );
    const keyless = await world.admin.post('/v1/api-keys', { name: 'x', scopes: ['decide'], environment: 'nowhere' });
    expect(keyless).toMatchObject({
      status: 400,
      body: { code: 'unknown_environment', errors: [{ pointer: '/environment' }] },
    });
  });
});
