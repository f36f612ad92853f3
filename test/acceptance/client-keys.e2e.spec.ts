import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../support/apps.js';
import { expectStatus, type Client } from '../support/client.js';
import { startExperiment } from '../support/world.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { until } from '../support/until.js';
import { ANY_STORE } from '../support/stores.js';

import { eventOf, Measuring } from './measuring.js';

const SHOP = 'https://shop.example';
const BOTH = ['decide', 'ingest'];
const OFREP = '/ofrep/v1/evaluate/flags';

describe('a client key', () => {
  let assay: RunningWorld;
  let page: Client;
  let id: string;
  let measuring: Measuring;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE, { ASSAY_CLIENT_ADDRESS_LIMIT: '200', ASSAY_CLIENT_SUBJECT_LIMIT: '5' });
    measuring = new Measuring(assay.world);
    const { body } = await expectStatus(201, create({ origins: [SHOP] }));
    expect(body).toMatchObject({ kind: 'client', origins: [SHOP], userId: null });
    expect(body.key).toMatch(/^assay_client_/);
    id = body.id as string;
    page = assay.world.admin.as(body.key as string);
    await flag('shown', { clientVisible: true });
    await flag('hidden', {});
  });
  afterAll(() => assay.stop());

  const create = (more: object) =>
    assay.world.admin.post('/v1/api-keys', { name: 'shop page', kind: 'client', scopes: BOTH, ...more });

  const flag = (key: string, more: object) =>
    expectStatus(
      201,
      assay.world.owner.post('/v1/flags', {
        ...{ key, type: 'string', variants: { old: 'a', new: 'b' }, defaultVariant: 'old' },
        ...more,
      }),
    );

  const from = (origin: string) => ({ origin });
  const subject = (): string => `s-${randomUUID()}`;
  const decide = async (key: string) => {
    const { body } = await expectStatus(200, page.post('/v1/decide', { flag: key, subjectId: subject() }, from(SHOP)));
    return body as Record<string, unknown>;
  };

  it('sees flags that are visible to clients; a hidden one is as one that does not exist', async () => {
    expect(await decide('shown')).toMatchObject({ value: 'a', reason: 'default' });
    expect({ ...(await decide('hidden')), flag: '' }).toEqual({ ...(await decide('nothing')), flag: '' });
    const evaluate = (key: string) => page.post(`${OFREP}/${key}`, { context: {} }, from(SHOP));
    const [hidden, none] = await Promise.all(['hidden', 'nothing'].map(evaluate));
    expect({ ...hidden?.body, key: '' }).toEqual({ ...none?.body, key: '' });
    expect([hidden?.status, none?.status]).toEqual([404, 404]);
    const { body } = await expectStatus(200, page.post(OFREP, { context: {} }, from(SHOP)));
    expect(body).toEqual({ flags: [expect.objectContaining({ key: 'shown' })] });
    const server = await expectStatus(200, assay.world.product.post(OFREP, { context: {} }));
    expect(server.body.flags.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(['shown', 'hidden']),
    );
  });

  it('gets what a flag serves by a prerequisite that is hidden', async () => {
    await flag('above', { clientVisible: true });
    await expectStatus(200, assay.world.owner.put('/v1/flags/above/requires', [{ flag: 'hidden', variant: 'new' }]));
    expect(await decide('above')).toMatchObject({ value: 'a', reason: 'prerequisite_failed' });
  });

  it('works for pages of its origins and for apps, on both roads', async () => {
    const asked = { flag: 'shown', subjectId: subject() };
    for (const path of ['/v1/decide', '/v1/decide?x=1', `${OFREP}/shown`, '/v1/events']) {
      const body = path.startsWith('/v1/decide') ? asked : path === '/v1/events' ? { events: [] } : { context: {} };
      const allowed = await expectStatus(200, page.post(path, body, from(SHOP)));
      expect(allowed.headers.get('access-control-allow-origin')).toBe('*');
      await expectStatus(200, page.post(path, body));
      const refused = await expectStatus(403, page.post(path, body, from('https://other.example')));
      expect(refused.headers.get('access-control-allow-origin')).toBe('*');
      expect(refused.text).toContain('origin');
      const preflight = await page.send('OPTIONS', path.split('?')[0] ?? '', undefined, from(SHOP));
      expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'POST, GET']);
    }
    const { body: apps } = await expectStatus(201, create({}));
    expect(apps.origins).toEqual([]);
    const app = page.as(apps.key as string);
    await expectStatus(200, app.post('/v1/decide', asked));
    await expectStatus(403, app.post('/v1/decide', asked, from(SHOP)));
  });

  it('is limited per subject, and says when to come again', async () => {
    const asked = { flag: 'shown', subjectId: subject() };
    const answers = await Promise.all(Array.from({ length: 60 }, () => page.post('/v1/decide', asked)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.body).toMatchObject({ code: 'rate_limited' });
    expect(refused.every(({ headers }) => /^[1-9]\d*$/.test(headers.get('retry-after') ?? ''))).toBe(true);
    await expectStatus(200, page.post('/v1/decide', { ...asked, subjectId: subject() }));
    // A server asks for one subject as often as it wants.
    const server = await Promise.all(Array.from({ length: 60 }, () => assay.world.product.post('/v1/decide', asked)));
    expect(server.every(({ status }) => status === 200)).toBe(true);
  });

  it('shows the hour of its last use, as every key does, also where another process is asked', async () => {
    const { body: made } = await expectStatus(201, create({ name: 'watched' }));
    const lastUsed = async (key: string): Promise<string | null> =>
      (await expectStatus(200, assay.world.admin.get(`/v1/api-keys/${key}`))).body.lastUsedAt;
    expect(await lastUsed(made.id)).toBeNull();
    await expectStatus(403, page.as(made.key).post('/v1/decide', { flag: 'shown' }, from(SHOP)));
    expect(await lastUsed(made.id)).toBeNull();
    const replica = await startApp('query-api', assay.stores.environment);
    try {
      const there = page.as(made.key as string).at(replica.url);
      await expectStatus(200, there.post('/v1/decide', { flag: 'shown', subjectId: subject() }));
    } finally {
      // It writes what it has noted at the latest when it ends.
      await replica.stop();
    }
    expect(await lastUsed(made.id)).toMatch(/T\d\d:00:00\.000Z$/);
    const { body } = await expectStatus(200, assay.world.admin.get('/v1/api-keys?limit=100'));
    const used = (body.items as { name: string; lastUsedAt: string | null }[]).filter(({ lastUsedAt }) => lastUsedAt);
    expect(used.map(({ name }) => name)).toEqual(expect.arrayContaining(['shop page', 'watched']));
  });

  it('gets another secret that is as easy to recognise', async () => {
    const { body } = await expectStatus(200, assay.world.admin.post(`/v1/api-keys/${id}/rotate`));
    expect(body).toMatchObject({ kind: 'client', key: expect.stringMatching(/^assay_client_/) });
    await expectStatus(200, page.as(body.key as string).post('/v1/decide', { flag: 'shown' }, from(SHOP)));
  });

  describe('of which anybody can send what they want', () => {
    const guardrail = (key: string, sources: string | undefined) => ({
      ...{ key, metric: assay.world.metric, threshold: '0.5', action: 'pause', windowMinutes: 60 },
      ...(sources !== undefined && { sources }),
    });

    /** A running experiment that one subject of servers is exposed to. */
    const running = async (...guardrails: readonly object[]) => {
      const experiment = await measuring.experiment([assay.world.metric], guardrails);
      await expectStatus(200, assay.world.owner.patch(`/v1/flags/${experiment.flag}`, { clientVisible: true }));
      const known = await measuring.subjectIn(experiment, 'treatment');
      await measuring.report(eventOf(assay.world.exposure, known, new Date()));
      return { ...experiment, known };
    };

    /** A client decides for an invented subject, which is exposed and fails. */
    const invent = async ({ flag: key }: { readonly flag: string }) => {
      for (;;) {
        const subjectId = subject();
        const { body } = await expectStatus(200, page.post('/v1/decide', { flag: key, subjectId }, from(SHOP)));
        if (body.variant !== 'treatment') continue;
        const invented = { ...body, subjectId };
        const events = [assay.world.exposure, assay.world.crash].map((type) => eventOf(type, invented, new Date()));
        const sent = await expectStatus(200, page.post('/v1/events', { events }, from(SHOP)));
        expect(sent.body).toMatchObject({ accepted: 2 });
        return sent.headers.get('assay-position') ?? '';
      }
    };
    const check = async ({ id: experiment }: { readonly id: string }) => {
      const path = `/v1/experiments/${experiment}/guardrails/check`;
      return (await expectStatus(200, assay.world.owner.post(path))).body.triggers as { guardrail: string }[];
    };

    it('trips a guardrail only where that says so, and shows in results with its share', async () => {
      const experiment = await running(guardrail('g', undefined));
      const position = await invent(experiment);
      expect(await check(experiment)).toEqual([]);
      const seen = { 'assay-min-position': position };
      const results = await expectStatus(200, assay.world.owner.get(`/v1/experiments/${experiment.id}/results`, seen));
      const [, treatment] = results.body.metrics[0].variants;
      expect(treatment).toMatchObject({
        ...{ variant: 'treatment', subjects: 2, numerator: '1', denominator: '2' },
        fromClients: { subjects: 1, share: '0.5', numerator: '1', denominator: '1' },
      });
      // What a server says of the same subjects counts.
      await measuring.report(eventOf(assay.world.crash, experiment.known, new Date()));
      expect(await check(experiment)).toMatchObject([{ guardrail: 'g', value: '1', numerator: '1', denominator: '1' }]);
    });

    it('trips one that judges all sources, which is warned of at the submission', async () => {
      const experiment = await running(guardrail('trusting', 'all'), guardrail('careful', 'server'));
      const { body } = await expectStatus(200, assay.world.owner.get(`/v1/experiments/${experiment.id}/history`));
      const submitted = body.items.find(({ type }: { type: string }) => type === 'experiment_submitted');
      const warnings = submitted.data.warnings as { code: string; guardrail?: string; message: string }[];
      const found = warnings.filter(({ code }) => code === 'stranger_could_trip');
      expect(found).toMatchObject([
        { guardrail: 'trusting', message: expect.stringContaining('pause the experiment') },
      ]);
      await invent(experiment);
      await invent(experiment);
      expect(await check(experiment)).toMatchObject([{ guardrail: 'trusting' }]);
    });

    it('is an exposure on decide, too, which a server’s is not mistaken for', async () => {
      const limit = { threshold: '0.5', action: 'pause' } as const;
      const experiment = await startExperiment(assay.world, limit, 'production', { exposure: 'on_decide' });
      await expectStatus(200, assay.world.owner.patch(`/v1/flags/${experiment.flag}`, { clientVisible: true }));
      const [both, alone] = [subject(), subject()];
      const seen = { 'assay-min-position': experiment.position };
      for (const [client, subjectId] of [
        [page, both] as const,
        [page, alone] as const,
        [assay.world.product, both] as const,
      ])
        await expectStatus(200, client.post('/v1/decide', { flag: experiment.flag, subjectId }, seen));
      await until('one of two subjects is there by clients alone', async () => {
        const results = await expectStatus(200, assay.world.owner.get(`/v1/experiments/${experiment.id}/results`));
        const { variants, total } = results.body.metrics[0];
        const parts = variants.map((each: { fromClients?: { subjects: number } }) => each.fromClients?.subjects ?? 0);
        return total.subjects === 2 && parts[0] + parts[1] === 1;
      });
    });
  });

  describe('in a beacon', () => {
    const event = () => ({
      ...{ eventId: randomUUID(), eventType: assay.world.crash, subjectId: subject() },
      timestamp: new Date().toISOString(),
    });
    const send = (body: unknown, headers: object = {}) =>
      fetch(`${assay.app.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain;charset=UTF-8', origin: SHOP, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }).then(async (answer) => ({ status: answer.status, body: (await answer.json()) as Record<string, unknown> }));

    it('sends events that count once, however they come', async () => {
      const sent = event();
      expect(await send({ key: page.key, events: [sent] })).toMatchObject({ status: 200, body: { accepted: 1 } });
      expect(await send({ key: page.key, events: [sent] })).toMatchObject({ status: 200, body: { duplicates: 1 } });
      await expectStatus(200, page.post('/v1/events', { events: [sent] }));
    });

    it.each([
      ['without a key', () => ({ events: [] }), 401, 'unauthenticated'],
      ['with a key that is none', () => ({ key: 'assay_client_x', events: [] }), 401, 'unauthenticated'],
      ['with the key of a server', () => ({ key: assay.world.product.key, events: [] }), 403, 'client_key_needed'],
      ['that is no JSON', () => `{"key":"${page.key}"`, 400, 'malformed_json'],
      ['that is no batch', () => ({ key: page.key, event: [] }), 400, 'validation_failed'],
      ['that is too large', () => ({ key: page.key, events: ['x'.repeat(65_536)] }), 413, 'content_too_large'],
    ])('%s is refused', async (_, body, status, code) => {
      const refused = await send(body(), { authorization: `Bearer ${assay.world.product.key}` });
      expect(refused).toMatchObject({ status, body: { code } });
      for (const { key } of [page, assay.world.product]) expect(JSON.stringify(refused.body)).not.toContain(key);
    });

    it('is refused from a page of another origin, and as a text for any other route', async () => {
      expect(await send({ key: page.key, events: [] }, { origin: 'https://other.example' })).toMatchObject({
        ...{ status: 403, body: { code: 'origin_not_allowed' } },
      });
      const text = { 'content-type': 'text/plain' };
      await expectStatus(415, page.post('/v1/decide', { flag: 'shown' }, text));
      await expectStatus(415, assay.world.owner.post('/v1/flags', {}, text));
    });

    it('leaves no secret in the log', () => {
      for (const { key } of [page, assay.world.product]) expect(assay.app.output()).not.toContain(key);
    });
  });
});
