import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { LyingProvider, type Lie } from '../support/lying-provider.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { ADMIN_KEY, ANY_STORE, startStores, type TestStores } from '../support/stores.js';

const AUDIENCE = 'assay-api';

describe('a token of an identity provider as Bearer', () => {
  let stores: TestStores;
  let clock: MovedClock;
  let provider: LyingProvider;
  let assay: TestApp;

  beforeAll(async () => {
    [stores, clock, provider] = await Promise.all([startStores(ANY_STORE), movedClock(), LyingProvider.start()]);
    assay = await startApp('standalone', {
      ...{ ...stores.environment, ...clock.environment },
      ...{ ASSAY_JWT_JWKS_URL: `${provider.url}/jwks`, ASSAY_JWT_ISSUER: provider.url, ASSAY_JWT_AUDIENCE: AUDIENCE },
      ASSAY_SIGN_IN_ROLES: 'realm.groups:growth=experimenter, *=viewer',
    });
  }, 60_000);

  afterAll(async () => {
    await assay.stop();
    await provider.stop();
    await Promise.all([stores.stop(), clock.remove()]);
  });

  const bearing = async (lie: Lie = {}): Promise<Client> =>
    new Client(assay.url, await provider.token({ audience: AUDIENCE, ...lie }));
  const claims = (more: object = {}) => ({ sub: randomUUID(), name: 'Robot', ...more });

  it('acts as its user, with the role that its claims give', async () => {
    const viewer = await bearing({ claims: claims() });
    expect(await viewer.get('/v1/flags')).toMatchObject({ status: 200 });
    const flag = { key: `flag_${randomUUID()}`, type: 'boolean', default: false };
    expect(await viewer.post('/v1/flags', flag)).toMatchObject({ status: 403, body: { code: 'role_too_low' } });
    const experimenter = await bearing({ claims: claims({ realm: { groups: ['growth'] } }) });
    expect(await experimenter.post('/v1/flags', flag)).toMatchObject({ status: 201 });
    expect(await experimenter.post('/v1/decide', { flag: flag.key, subjectId: 's' })).toMatchObject({
      status: 403,
      body: { code: 'missing_scope' },
    });
  });

  it.each<[string, Lie]>([
    ['has expired', { expiresAt: Math.floor(Date.now() / 1000) - 60 }],
    ['is for another audience', { audience: 'another' }],
    ['is of another issuer', { issuer: 'https://elsewhere.example' }],
    ['is forged', { forged: true }],
    ['is not signed', { algorithm: 'none' }],
    ['is signed by a shared secret', { algorithm: 'HS256' }],
    ['has no subject', { claims: { sub: '' } }],
  ])('is refused when it %s', async (_, lie) => {
    const client = await bearing(lie);
    expect(await client.get('/v1/flags')).toMatchObject({ status: 401 });
    expect(await client.post('/v1/flags', {})).toMatchObject({ status: 401 });
  });

  it('is refused after its end, also when it was good before', async () => {
    const client = await bearing({ claims: claims() });
    expect(await client.get('/v1/flags')).toMatchObject({ status: 200 });
    await clock.move(11 * 60_000);
    expect(await client.get('/v1/flags')).toMatchObject({ status: 401 });
  });

  it('is refused once its user is deactivated', async () => {
    const { sub } = claims();
    const later = Math.floor(clock.now().getTime() / 1000) + 3600;
    const client = await bearing({ claims: claims({ sub, email: `${sub}@example.org` }), expiresAt: later });
    expect(await client.get('/v1/flags')).toMatchObject({ status: 200 });
    const admin = new Client(assay.url, ADMIN_KEY);
    const { items } = (await expectStatus(200, admin.get(`/v1/users?q=${sub}`))).body;
    await expectStatus(200, admin.post(`/v1/users/${items[0].id}/deactivate`));
    expect((await client.get('/v1/flags')).status).not.toBe(200);
    expect((await client.post('/v1/flags', {})).status).not.toBe(200);
  });

  it('is good by a key that the provider rotated to, and no more by the old one', async () => {
    const later = Math.floor(clock.now().getTime() / 1000) + 24 * 3600;
    const old = await bearing({ claims: claims(), expiresAt: later });
    await provider.rotate('second');
    await clock.move(11 * 60_000);
    const client = await bearing({ claims: claims(), expiresAt: later });
    expect(await client.get('/v1/flags')).toMatchObject({ status: 200 });
    expect(await old.get('/v1/flags')).toMatchObject({ status: 401 });
  });

  it('answers 503 while the provider’s keys cannot be had, and goes on afterwards', async () => {
    const later = Math.floor(clock.now().getTime() / 1000) + 24 * 3600;
    await provider.rotate('third');
    await clock.move(11 * 60_000);
    provider.down(true);
    const client = await bearing({ claims: claims(), expiresAt: later });
    expect(await client.get('/v1/flags')).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
    provider.down(false);
    expect(await client.get('/v1/flags')).toMatchObject({ status: 200 });
  });
});
