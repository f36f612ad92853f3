import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, type Schemas } from '../../packages/client/src/index.js';
import { expectStatus } from '../support/client.js';
import { answering, Receiver } from '../support/receiver.js';
import { movedClock } from '../support/moved-clock.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE, STORES } from '../support/stores.js';
import { startApp } from '../support/apps.js';
import { until } from '../support/until.js';
import { decide, startExperiment, telemetry, type RunningExperiment, type World } from '../support/world.js';

const ALLOWED = {
  ASSAY_SEAL_KEY: 'k1:a secret that seals in tests',
  ASSAY_NOTIFY_PRIVATE_NETWORKS: 'loopback',
  ASSAY_PUBLIC_URL: 'https://assay.example.org',
  ASSAY_GUARDRAILS: 'continuous',
};
const DESTINATIONS = '/v1/notifications/destinations';
const DELIVERIES = '/v1/notifications/deliveries';

async function webhook({ admin }: World, url: string): Promise<Schemas['ChangedDestinationWithSecret']> {
  return answered(admin.api.POST('/v1/notifications/destinations', { body: { name: 'hook', kind: 'webhook', url } }));
}

async function breach(world: World, { flag, position }: RunningExperiment): Promise<void> {
  const decision = await decide(world, flag, 'customer', position);
  const events = [telemetry(world.exposure, decision, 'customer'), telemetry(world.crash, decision, 'customer')];
  await expectStatus(200, world.product.post('/v1/events', { events }));
}

describe.each(STORES)('notifications with events in %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let receiver: Receiver;

  beforeAll(async () => {
    assay = await startWorld(store, ALLOWED);
    ({ world } = assay);
    receiver = await Receiver.start();
  });

  afterAll(async () => {
    await receiver.close();
    await assay.stop();
  });

  it('tell of a breach and its rollback, once each, with the evidence', async () => {
    const { id } = await webhook(world, receiver.url);
    const events = ['guardrail_breached', 'experiment_rolled_back'] as const;
    const rule = { name: 'harm', events: [...events], environments: ['production'], destinations: [id] };
    await answered(world.admin.api.POST('/v1/notifications/rules', { body: rule }));
    const running = await startExperiment(world, { threshold: '0.5', action: 'rollback' });
    await breach(world, running);
    const { flag, id: experiment } = running;
    await until('both notifications', () => receiver.received.length >= 2);
    expect(receiver.received.map(({ body }) => body.type).sort()).toEqual([...events].sort());
    for (const { body } of receiver.received) {
      expect(body.data).toMatchObject({ severity: 'critical', experiment: { id: experiment }, flag });
      expect(body.data.link).toBe(`https://assay.example.org/experiments/${experiment}`);
    }
    const { items } = await until('all are delivered', async () => {
      const { body } = await expectStatus(200, world.owner.get(`${DELIVERIES}?experiment=${experiment}`));
      return body.items.every(({ state }: { state: string }) => state === 'delivered') && body;
    });
    expect(items.map((item: { id: string }) => item.id).sort()).toEqual([...receiver.ids].sort());
  });

  it('are not told again by a projection that is rebuilt, nor by a server that starts again', async () => {
    const before = [...receiver.ids];
    const { admin } = world;
    await expectStatus(202, admin.post('/v1/operations/projections/notifications/rebuild'));
    await until('the rebuild is done', async () => {
      const { items } = await answered(admin.api.GET('/v1/operations/projections'));
      return items.find(({ projection }) => projection === 'notifications')?.rebuild?.finishedAt;
    });
    // What comes after the rebuild is told, and nothing before it.
    await breach(world, await startExperiment(world, { threshold: '0.5', action: 'rollback' }));
    await until('two more', () => receiver.ids.length >= before.length + 2);
    expect(new Set(receiver.ids).size).toBe(before.length + 2);
    expect(receiver.ids).toHaveLength(before.length + 2);
  });
});

describe('destinations and deliveries', () => {
  let assay: RunningWorld;
  let world: World;
  let receiver: Receiver;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE, { ...ALLOWED, ASSAY_GUARDRAILS: 'on_request' });
    ({ world } = assay);
    receiver = await Receiver.start();
  });

  afterAll(async () => {
    await receiver.close();
    await assay.stop();
  });

  it('show a secret once, and never the address', async () => {
    const { admin, owner } = world;
    const url = `${receiver.url}/token-in-the-path`;
    const key = { 'idempotency-key': 'once' };
    const body = { name: 'secretive', kind: 'webhook', url };
    const made = await expectStatus(201, admin.post(DESTINATIONS, body, key));
    expect(made.body.secret).toMatch(/^whsec_/);
    expect(made.body.host).toBe(new URL(url).origin);
    const again = await expectStatus(201, admin.post(DESTINATIONS, body, key));
    expect(again.body).toMatchObject({ id: made.body.id, secret: null, note: 'shown only once' });
    const rotated = await expectStatus(200, admin.post(`${DESTINATIONS}/${made.body.id}/rotate-secret`));
    expect(rotated.body.secret).toMatch(/^whsec_/);
    const shown = await Promise.all([
      ...[DESTINATIONS, `${DESTINATIONS}/${made.body.id}`, '/v1/audit'].map((path) => owner.get(path)),
      admin.get(`/v1/audit?entity=notification_destination:${made.body.id}`),
    ]);
    for (const { status, text } of shown) {
      expect(status).toBe(200);
      expect(text).toContain('secretive');
      for (const secret of [made.body.secret, rotated.body.secret, 'token-in-the-path', 's1:k1:'])
        expect(text).not.toContain(secret);
    }
    const [row] = await assay.stores.database.query<{ state: { secret: object } }>(
      `SELECT state FROM management.notification_destinations WHERE id = '${made.body.id}'`,
    );
    expect(JSON.stringify(row)).not.toContain('token-in-the-path');
  });

  it('are tested and sent again under one id, with the answers of the receiver', async () => {
    const { admin } = world;
    receiver.answers(answering(500, {}, 'out of order'));
    const { id } = await webhook(world, receiver.url);
    const asked = await expectStatus(202, admin.post(`${DESTINATIONS}/${id}/test`));
    const { delivery, position } = asked.body;
    const at = { 'assay-min-position': position };
    await expectStatus(200, admin.get(`${DELIVERIES}/${delivery}`, at));
    const failed = await until('the first attempt', async () => {
      const { body } = await admin.get(`${DELIVERIES}/${delivery}`);
      return body.log.length === 1 && body;
    });
    expect(failed).toMatchObject({ kind: 'test', state: 'waiting', attempts: 1, destination: id });
    expect(failed.log[0]).toMatchObject({ status: 500, answer: 'out of order', error: 'it answered 500' });
    receiver.answers(answering(204));
    await expectStatus(202, admin.post(`${DELIVERIES}/${delivery}/resend`));
    await until(
      'it is delivered',
      async () => (await admin.get(`${DELIVERIES}/${delivery}`)).body.state === 'delivered',
    );
    const mine = receiver.ids.filter((each) => each === delivery);
    expect(mine).toHaveLength(2);
    const listed = await expectStatus(200, admin.get(`${DELIVERIES}?destination=${id}&status=delivered&type=test`));
    expect(listed.body).toMatchObject({ total: 1, items: [{ id: delivery }] });
    expect((await admin.get(`${DELIVERIES}?destination=${id}&status=failed`)).body.total).toBe(0);
  });

  it('that are disabled get nothing, until they are enabled', async () => {
    const { admin } = world;
    const { id } = await webhook(world, receiver.url);
    const disabled = await expectStatus(200, admin.post(`${DESTINATIONS}/${id}/disable`));
    expect(disabled.body.disabled).toBe('asked');
    expect((await admin.post(`${DESTINATIONS}/${id}/test`)).body).toMatchObject({ code: 'destination_disabled' });
    await expectStatus(200, admin.post(`${DESTINATIONS}/${id}/enable`));
    await expectStatus(202, admin.post(`${DESTINATIONS}/${id}/test`));
    await expectStatus(200, admin.delete(`${DESTINATIONS}/${id}`));
    await expectStatus(404, admin.get(`${DESTINATIONS}/${id}`));
    await expectStatus(404, admin.post(`${DESTINATIONS}/${id}/test`));
  });

  it('are told of a key that expires and of an event that is parked', async () => {
    const { admin } = world;
    const { id } = await webhook(world, receiver.url);
    const rule = { name: 'operations', events: ['key_expiring', 'events_parked'] as const, destinations: [id] };
    await answered(admin.api.POST('/v1/notifications/rules', { body: { ...rule, events: [...rule.events] } }));
    const expiresAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const key = { name: 'short-lived', scopes: ['decide'], expiresAt };
    await expectStatus(201, admin.post('/v1/api-keys', key));
    await assay.stores.database.query(
      `INSERT INTO management.parked (position, stream, revision, event_id, type, error)
       VALUES ('1', 'flag-odd', 0, gen_random_uuid(), 'odd', 'it cannot be read')`,
    );
    const titles = (): string[] => receiver.received.map(({ body }) => String(body.data?.title));
    await until('both', () =>
      ['short-lived expires within 7 days', 'parked an event'].every((part) =>
        titles().some((each) => each.includes(part)),
      ),
    );
    await assay.stores.database.query(`DELETE FROM management.parked`);
  });
});

describe('a flag that nobody asks for', () => {
  it('is told of after 30 days, once, and no other is', async () => {
    const assay = await startWorld(ANY_STORE, ALLOWED);
    const receiver = await Receiver.start();
    const { world, stores } = assay;
    const { admin } = world;
    const { database } = stores;
    const { id } = await webhook(world, receiver.url);
    const keys = ['stale_never', 'stale_once', 'stale_young', 'stale_used', 'stale_archived'];
    for (const key of keys) {
      await expectStatus(201, admin.post('/v1/flags', { key, type: 'string', default: 'a', tags: ['left over'] }));
    }
    await expectStatus(200, admin.post('/v1/flags/stale_archived/archive'));
    await expectStatus(200, admin.get('/v1/flags?stale=30d'));
    await database.query(`UPDATE assay_runtime.flag_use_began SET began_at = now() - interval '90 days'`);
    await database.query(
      `UPDATE management.flags SET state = jsonb_set(state::jsonb, '{createdAt}', '"2020-01-01T00:00:00.000Z"')::json
       WHERE key IN ('stale_never', 'stale_once', 'stale_used', 'stale_archived')`,
    );
    await database.query(
      `INSERT INTO assay_runtime.flag_use (environment, flag, used_at) VALUES
       ('production', 'stale_once', now() - interval '40 days'), ('staging', 'stale_used', now())`,
    );
    const rule = { name: 'tidy', events: ['flag_stale'] as const, destinations: [id] };
    await answered(admin.api.POST('/v1/notifications/rules', { body: { ...rule, events: [...rule.events] } }));
    await until('the rule to be known where notifications are stored', async () => {
      const [row] = await database.query<{ n: string }>('SELECT count(*) AS n FROM notifications.notification_rules');
      return row?.n === '1';
    });
    // Watches look once an hour; a new process looks at once.
    await assay.app.stop();
    const again = await startApp('standalone', { ...stores.environment, ...ALLOWED });
    const told = (): string[] =>
      receiver.received.map(({ body }) => String(body.data?.flag)).filter((flag) => keys.includes(flag));
    await until('both', () => told().length >= 2);
    expect(told().toSorted()).toEqual(['stale_never', 'stale_once']);
    await again.stop();
    await receiver.close();
    await stores.stop();
  });
});

describe('a variant that is still served after a rollback', () => {
  it('is told of, with the number of exposures, and control is not', async () => {
    const clock = await movedClock();
    const assay = await startWorld(ANY_STORE, { ...ALLOWED, ...clock.environment });
    const receiver = await Receiver.start();
    const { world } = assay;
    const { id } = await webhook(world, receiver.url);
    const rule = { name: 'leftovers', events: ['still_served' as const], destinations: [id] };
    await answered(world.admin.api.POST('/v1/notifications/rules', { body: rule }));
    const { id: experiment, flag, position } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const subjects = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const decisions = await Promise.all(subjects.map((subject) => decide(world, flag, subject, position)));
    expect(new Set(decisions.map(({ variant }) => variant))).toEqual(new Set(['control', 'treatment']));
    await expectStatus(200, world.owner.post(`/v1/experiments/${experiment}/complete`, { outcome: 'rollback' }));
    const expose = async (): Promise<void> => {
      const at = clock.now();
      const events = decisions.map((decision, index) => ({
        ...telemetry(world.exposure, decision, subjects[index] ?? ''),
        timestamp: at.toISOString(),
      }));
      await expectStatus(200, world.product.post('/v1/events', { events }));
    };
    await clock.move(14 * 60_000);
    await expose();
    await clock.move(6 * 60_000);
    await expose();
    await until('the notification', () => receiver.received.length > 0);
    const treated = decisions.filter(({ variant }) => variant === 'treatment').length;
    const { body: results } = await expectStatus(200, world.owner.get(`/v1/experiments/${experiment}/results`));
    expect(results.exposure).toMatchObject({ tail: 24, servedAfter: { treatment: treated, control: 12 - treated } });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body.data).toMatchObject({
      title: expect.stringContaining('treatment is still served more than 15 minutes after the rollback'),
      facts: expect.arrayContaining([{ name: 'Exposures since', value: String(treated) }]),
    });
    await assay.stop();
    await receiver.close();
    await clock.remove();
  });
});

describe('without a key that seals', () => {
  it('no destination of a webhook can be added, and the answer says what to do', async () => {
    const assay = await startWorld(ANY_STORE, { ASSAY_SEAL_KEY: '' });
    const { admin } = assay.world;
    const body = { name: 'hook', kind: 'webhook', url: 'https://hooks.example.org/' };
    const refused = await admin.post(DESTINATIONS, body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'no_seal_key' } });
    expect(refused.body.detail).toContain('ASSAY_SEAL_KEY');
    const mail = await admin.post(DESTINATIONS, { name: 'mail', kind: 'email', to: ['a@example.org'] });
    expect(mail).toMatchObject({ status: 409, body: { code: 'no_mail_server' } });
    await assay.stop();
  });
});

describe('a projector that is killed after an event', () => {
  it('is followed by one that tells of it', async () => {
    const assay = await startWorld('postgresql', { ...ALLOWED, ASSAY_GUARDRAILS: 'on_request' });
    const receiver = await Receiver.start(answering(503));
    const { id } = await webhook(assay.world, receiver.url);
    const rule = { name: 'starts', events: ['experiment_started' as const], destinations: [id] };
    await answered(assay.world.admin.api.POST('/v1/notifications/rules', { body: rule }));
    const started = await startExperiment(assay.world, { threshold: '0.5', action: 'pause' });
    await until('the first attempt', () => receiver.received.length > 0);
    await assay.app.kill();
    receiver.answers(answering(204));
    const next = await startApp('standalone', { ...assay.stores.environment, ...ALLOWED });
    const owner = assay.world.owner.at(next.url);
    await until('it is delivered', async () => {
      const { body } = await owner.get(`${DELIVERIES}?experiment=${started.id}`);
      return body.items?.[0]?.state === 'delivered';
    });
    expect(new Set(receiver.ids).size).toBe(1);
    await next.stop();
    await receiver.close();
    await assay.stores.stop();
  });
});
