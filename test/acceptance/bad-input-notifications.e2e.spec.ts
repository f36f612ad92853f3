import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { expectRefused } from '../support/refused.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';

type Bad = readonly [why: string, body: object, code: string, pointer: string];

const FIELD = 'validation_failed';
const hook = (changes: object): object => ({
  name: 'x',
  kind: 'webhook',
  url: 'https://hooks.example.org/',
  ...changes,
});
const mail = (changes: object): object => ({ name: 'x', kind: 'email', to: ['a@example.org'], ...changes });
const rule = (changes: object): object => ({ name: 'x', destinations: [randomUUID()], ...changes });

const DESTINATIONS: readonly Bad[] = [
  ['no name', { kind: 'slack' }, FIELD, '/name'],
  ['an unknown kind', hook({ kind: 'pager' }), FIELD, '/kind'],
  ['an unknown field', hook({ secret: 'x' }), FIELD, '/secret'],
  ['no url', hook({ url: undefined }), 'required', '/url'],
  ['a url that is none', hook({ url: 'hooks.example.org' }), 'invalid_url', '/url'],
  ['a url of a file', hook({ url: 'file:///etc/passwd' }), 'invalid_url', '/url'],
  ['a url with a password', hook({ url: 'https://a:b@hooks.example.org' }), 'invalid_url', '/url'],
  ['a private address', hook({ url: 'https://10.0.0.1/' }), 'forbidden_address', '/url'],
  ['the address of metadata', hook({ url: 'http://169.254.169.254/latest' }), 'forbidden_address', '/url'],
  ['loopback in hexadecimal', hook({ url: 'https://0x7f000001/' }), 'forbidden_address', '/url'],
  ['a public address without TLS', hook({ url: 'http://8.8.8.8/' }), 'forbidden_address', '/url'],
  ['a url of 2,001 characters', hook({ url: `https://a.example/${'x'.repeat(2_000)}` }), FIELD, '/url'],
  ['addresses of a webhook', hook({ to: ['a@example.org'] }), 'not_allowed', '/to'],
  ['a limit of 0', hook({ perMinute: 0 }), FIELD, '/perMinute'],
  ['e-mail to nobody', mail({ to: [] }), 'required', '/to'],
  ['e-mail to no address', mail({ to: ['anna'] }), FIELD, '/to'],
  ['e-mail to 21', mail({ to: Array.from({ length: 21 }, (_, n) => `a${n}@example.org`) }), FIELD, '/to'],
];

const RULES: readonly Bad[] = [
  ['no destination', rule({ destinations: [] }), 'required', '/destinations'],
  ['an unknown destination', rule({}), 'unknown_destination', '/destinations/0'],
  ['a destination that is no id', rule({ destinations: ['x'] }), FIELD, '/destinations'],
  ['an unknown event', rule({ events: ['party'] }), FIELD, '/events'],
  ['an unknown severity', rule({ severity: 'loud' }), FIELD, '/severity'],
  ['a flag that is no key', rule({ flags: ['a/b'] }), FIELD, '/flags'],
  ['101 tags', rule({ tags: Array.from({ length: 101 }, String) }), FIELD, '/tags'],
];

describe('bad input to notifications', () => {
  let assay: RunningWorld;

  beforeAll(async () => {
    assay = await startWorld('postgresql', {
      ASSAY_SEAL_KEY: 'k1:a secret that seals in tests',
      ASSAY_SMTP_URL: 'smtp://127.0.0.1:9',
      ASSAY_MAIL_FROM: 'assay@example.org',
    });
  });

  afterAll(() => assay.stop());

  it.each(DESTINATIONS)('destinations: %s', async (_, body, code, pointer) => {
    expectRefused(await assay.world.admin.post('/v1/notifications/destinations', body), { status: 400, code, pointer });
  });

  it.each(RULES)('rules: %s', async (_, body, code, pointer) => {
    expectRefused(await assay.world.admin.post('/v1/notifications/rules', body), { status: 400, code, pointer });
  });

  it('an unknown environment of a rule', async () => {
    const { admin } = assay.world;
    const { body: destination } = await expectStatus(201, admin.post('/v1/notifications/destinations', hook({})));
    const bad = rule({ destinations: [destination.id], environments: ['production', 'mars'] });
    expectRefused(await admin.post('/v1/notifications/rules', bad), {
      status: 400,
      code: 'unknown_environment',
      pointer: '/environments/1',
    });
    const changed = { url: 'https://[::1]/' };
    const path = `/v1/notifications/destinations/${destination.id}`;
    expectRefused(await admin.patch(path, changed), { status: 400, code: 'forbidden_address', pointer: '/url' });
    expectRefused(await admin.post(`${path}/rotate-secret`, { overlapHours: 169 }), {
      status: 400,
      code: FIELD,
      pointer: '/overlapHours',
    });
    // Nothing of it has changed.
    expect((await admin.get(path)).body).toMatchObject({ host: 'https://hooks.example.org', revision: 0 });
  });

  it.each([
    ['status=lost', '?status'],
    ['type=party', '?type'],
    ['destination=x', '?destination'],
    ['rule=x', '?rule'],
    ['from=yesterday', '?from'],
    ['limit=201', '?limit'],
    ['colour=red', '?colour'],
  ])('deliveries?%s', async (query, pointer) => {
    const { status, body } = await assay.world.owner.get(`/v1/notifications/deliveries?${query}`);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('what is not there', async () => {
    const { admin } = assay.world;
    const [id, base] = [randomUUID(), '/v1/notifications'];
    for (const path of ['destinations', 'rules', 'deliveries'])
      await expectStatus(404, admin.get(`${base}/${path}/${id}`));
    for (const verb of ['disable', 'enable', 'rotate-secret', 'test'])
      await expectStatus(404, admin.post(`${base}/destinations/${id}/${verb}`));
    await expectStatus(404, admin.post(`${base}/deliveries/${id}/resend`));
    await expectStatus(404, admin.patch(`${base}/rules/${id}`, { name: 'x' }));
    await expectStatus(404, admin.delete(`${base}/rules/${id}`));
    await expectStatus(404, admin.delete(`${base}/destinations/${id}`));
    await expectStatus(404, admin.patch(`${base}/destinations/${id}`, { name: 'x' }));
  });
});
