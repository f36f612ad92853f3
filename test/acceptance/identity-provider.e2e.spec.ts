import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Browser, type Shown } from '../support/browser.js';
import { Client, expectStatus } from '../support/client.js';
import { CLIENT, freePort, IdentityProvider, providerKey, type Account } from '../support/identity-provider.js';
import { LyingProvider, type Lie } from '../support/lying-provider.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { ADMIN_KEY, ANY_STORE, startStores, type TestStores } from '../support/stores.js';

const ROLES = 'groups:assay-admins=admin, groups:reviewers=approver, groups:growth=experimenter, groups:staff=viewer';
const OLGA = 'olga.of.payments@example.org';
const TEAMS = `groups:payments=${OLGA}, groups:payments-leads=${OLGA}, groups:nobody=nobody@example.org`;
const REFUSED = '/?signInProblem=sign_in_refused';

describe('signing in at an identity provider', () => {
  let stores: TestStores;
  let clock: MovedClock;
  let provider: IdentityProvider;
  let assay: TestApp;
  let admin: Client;

  beforeAll(async () => {
    // The provider says at each start that its store is only in memory.
    for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
    [stores, clock, provider] = await Promise.all([startStores(ANY_STORE), movedClock(), IdentityProvider.reserve()]);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    // The provider does not answer yet.
    assay = await startApp('standalone', {
      ...{ ...stores.environment, ...clock.environment, PORT: String(port) },
      ...{ ASSAY_PUBLIC_URL: url, ASSAY_OIDC_ISSUER: provider.issuer, ASSAY_OIDC_NAME: 'Example' },
      ...{ ASSAY_OIDC_CLIENT_ID: CLIENT.id, ASSAY_OIDC_CLIENT_SECRET: CLIENT.secret, ASSAY_SIGN_IN_ROLES: ROLES },
      ASSAY_SIGN_IN_TEAMS: TEAMS,
    });
    admin = new Client(assay.url, ADMIN_KEY);
  }, 60_000);

  afterAll(async () => {
    await assay.stop();
    await provider.stop();
    await Promise.all([stores.stop(), clock.remove()]);
  });

  const person = (more: Partial<Account> = {}): Account => {
    const sub = randomUUID();
    return { sub, name: 'Kim', email: `${sub}@example.org`, email_verified: true, groups: ['growth'], ...more };
  };

  /** Goes the browser's way to the provider and back. @returns the answer of the callback */
  async function signIn(account: Account, own: Browser, returnTo = '/'): Promise<Shown> {
    provider.signsIn(account);
    const start = await own.get(`/v1/auth/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
    let location = start.headers.get('location') ?? '';
    const there = new Browser(provider.issuer);
    for (let hops = 0; hops < 10 && !location.startsWith(assay.url); hops += 1) {
      const answer = await there.get(location, { 'x-forwarded-for': undefined });
      location = new URL(answer.headers.get('location') ?? '', provider.issuer).href;
    }
    return own.get(location);
  }

  const whoIs = async (own: Browser) => (await own.get('/v1/session')).body.user;

  async function signedIn(account: Account): Promise<{ readonly own: Browser; readonly id: string }> {
    const own = new Browser(assay.url);
    expect((await signIn(account, own)).headers.get('location')).toBe('/');
    return { own, id: (await whoIs(own)).id };
  }

  it('starts without the provider, and says 503 until it answers', async () => {
    expect(await new Browser(assay.url).get('/v1/auth/oidc/start')).toMatchObject({
      status: 503,
      body: { code: 'provider_unavailable' },
    });
    await provider.start(assay.url, [await providerKey('first')]);
    const { own } = await signedIn(person());
    expect(await whoIs(own)).toMatchObject({ name: 'Kim', role: 'experimenter' });
    expect((await own.get('/v1/auth/methods')).body).toEqual({
      password: true,
      oidc: { name: 'Example', start: '/v1/auth/oidc/start' },
    });
  });

  it('is the same user at each sign-in, whatever else changes at the provider', async () => {
    const account = person();
    const { id } = await signedIn(account);
    expect((await signedIn({ ...account, name: 'Kim M.', email: `${randomUUID()}@example.org` })).id).toBe(id);
  });

  it('goes back to the page that asked, and to no other site', async () => {
    const own = new Browser(assay.url);
    expect((await signIn(person(), own, '/experiments?q=x')).headers.get('location')).toBe('/experiments?q=x');
    for (const elsewhere of ['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example', 'x']) {
      expect((await signIn(person(), own, elsewhere)).headers.get('location')).toBe('/');
    }
  });

  it('gives the roles of the claims at each sign-in, and ends sessions of other rights', async () => {
    const account = person();
    const { own } = await signedIn(account);
    const { own: later } = await signedIn({ ...account, groups: ['assay-admins', 'growth'] });
    expect(await whoIs(later)).toMatchObject({ role: 'admin' });
    expect(await own.get('/v1/session')).toMatchObject({ status: 401 });
    const none = await signIn({ ...account, groups: [] }, new Browser(assay.url));
    expect(none.headers.get('location')).toBe('/?signInProblem=no_role');
  });

  it('puts people into the teams of their claims at each sign-in, as the system', async () => {
    const addUser = async (email: string) =>
      (await expectStatus(201, admin.post('/v1/users', { name: 'Olga', email, role: 'approver' }))).body.id as string;
    const [olga, byHand] = [await addUser(OLGA), await addUser(`${randomUUID()}@example.org`)];
    const path = `/v1/approver-groups/${olga}`;
    const account = person({ groups: ['reviewers', 'payments'] });
    const { id } = await signedIn(account);
    await expectStatus(404, admin.get(path));
    await expectStatus(200, admin.put(path, { approvers: [byHand], minApprovals: 1 }));

    const approvers = async () => (await expectStatus(200, admin.get(path))).body.approvers as string[];
    await signedIn(account);
    expect(await approvers()).toEqual([byHand, id]);
    await signedIn({ ...account, groups: ['reviewers', 'payments-leads'] });
    expect(await approvers()).toEqual([byHand, id]);
    await signedIn({ ...account, groups: ['reviewers'] });
    expect(await approvers()).toEqual([byHand]);
    // Nothing was said of one who did not sign in, and what a person was given by hand ends with the next sign-in.
    await expectStatus(200, admin.put(path, { approvers: [byHand, id], minApprovals: 1 }));
    await signedIn({ ...account, groups: ['reviewers'] });
    expect(await approvers()).toEqual([byHand]);
    const { items } = (await expectStatus(200, admin.get('/v1/audit?type=approver_group_set&limit=50'))).body;
    const bySystem = items.filter(({ by }: { by: { kind: string } }) => by.kind === 'system');
    expect(bySystem).toHaveLength(3);
    expect(bySystem[0].by.name).toBe(`sign-in by ${provider.issuer}`);
  });

  it('joins an account by an address that the provider has verified', async () => {
    const account = person();
    const user = { name: 'Kim', email: account.email, role: 'viewer' };
    const { id } = (await expectStatus(201, admin.post('/v1/users', user))).body;
    expect((await signedIn(account)).id).toBe(id);
    // The address was given to another person.
    expect((await signedIn({ ...account, sub: randomUUID() })).id).not.toBe(id);
  });

  it('keeps an account apart whose address is not verified, and it approves nothing of the other', async () => {
    const account = person({ email_verified: false, groups: ['reviewers'] });
    const user = { name: 'Kim', email: account.email, role: 'experimenter' };
    const { id } = (await expectStatus(201, admin.post('/v1/users', user))).body;
    const { key } = (
      await expectStatus(201, admin.post('/v1/api-keys', { name: 'k', userId: id, scopes: ['manage', 'read'] }))
    ).body;
    const owner = admin.as(key);
    const { own, id: other } = await signedIn(account);
    expect(other).not.toBe(id);

    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const draft = {
      ...{ key: flag, name: flag, flag },
      variants: [
        { key: 'control', value: 'old', weight: '50', control: true },
        { key: 'treatment', value: 'new', weight: '50' },
      ],
    };
    const experiment = (await expectStatus(201, owner.post('/v1/experiments', draft))).body.id as string;
    await expectStatus(200, owner.post(`/v1/experiments/${experiment}/submit`));
    const approve = `/v1/experiments/${experiment}/approve`;
    expect(await own.post(approve)).toMatchObject({ status: 403, body: { code: 'own_experiment' } });
    const { own: reviewer } = await signedIn(person({ groups: ['reviewers'] }));
    expect(await reviewer.post(approve)).toMatchObject({ status: 200 });
  });

  it('makes no password for an account that a sign-in by address would not find', async () => {
    const { id } = await signedIn(person({ email_verified: false }));
    const answer = await admin.post(`/v1/users/${id}/invite`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'no_password' } });
  });

  it('does not sign in a deactivated user', async () => {
    const account = person();
    const { own, id } = await signedIn(account);
    await expectStatus(200, admin.post(`/v1/users/${id}/deactivate`));
    expect(await own.get('/v1/session')).toMatchObject({ status: 401 });
    const again = await signIn(account, new Browser(assay.url));
    expect(again.headers.get('location')).toBe('/?signInProblem=deactivated');
  });

  it('signs out here, and says where to sign out there', async () => {
    const { own } = await signedIn(person());
    const { signOutAt } = (await own.post('/v1/auth/logout')).body;
    expect(signOutAt).toContain(`${provider.issuer}/session/end`);
    const page = await new Browser(provider.issuer).get(signOutAt, { 'x-forwarded-for': undefined });
    expect(page).toMatchObject({ status: 200 });
    expect(await own.get('/v1/session')).toMatchObject({ status: 401 });
  });

  it('goes on with the keys that the provider rotated to', async () => {
    await provider.stop();
    await provider.start(assay.url, [await providerKey('second')]);
    await clock.move(5 * 60_000);
    await signedIn(person());
  });

  it('keeps sessions while the provider is down, and begins none', async () => {
    const { own } = await signedIn(person());
    provider.signsIn(person());
    await provider.stop();
    // Beyond the age of what was discovered.
    await clock.move(61 * 60_000);
    expect(await own.get('/v1/session')).toMatchObject({ status: 200 });
    expect(await new Browser(assay.url).get('/v1/auth/oidc/start')).toMatchObject({ status: 503 });
    await provider.start(assay.url, [await providerKey('third')]);
    await signedIn(person());
  });
});

describe('an answer that is not the provider’s', () => {
  let stores: TestStores;
  let provider: LyingProvider;
  let assay: TestApp;

  beforeAll(async () => {
    [stores, provider] = await Promise.all([startStores(ANY_STORE), LyingProvider.start()]);
    assay = await startApp('standalone', {
      ...{ ...stores.environment, ASSAY_PUBLIC_URL: 'http://127.0.0.1:1', ASSAY_OIDC_ISSUER: provider.url },
      ...{ ASSAY_OIDC_CLIENT_ID: CLIENT.id, ASSAY_OIDC_CLIENT_SECRET: CLIENT.secret },
    });
  }, 60_000);

  afterEach(() => provider.down(false));

  afterAll(async () => {
    await assay.stop();
    await provider.stop();
    await stores.stop();
  });

  /** Begins a sign-in, and comes back with what `answer` makes of its state. */
  async function callback(
    lie: Lie,
    answer: (state: string) => string = (state) => `code=c&state=${state}`,
    own = new Browser(assay.url),
  ): Promise<{ readonly own: Browser; readonly location: string | null }> {
    const start = await own.get('/v1/auth/oidc/start');
    const sent = new URL(start.headers.get('location') ?? '').searchParams;
    provider.willSay(lie, sent.get('nonce') ?? '');
    const { headers } = await own.get(`/v1/auth/oidc/callback?${answer(sent.get('state') ?? '')}`);
    return { own, location: headers.get('location') };
  }

  it('is taken when nothing about it is wrong; without rules new users are viewers', async () => {
    const { own, location } = await callback({});
    expect(location).toBe('/');
    expect((await own.get('/v1/session')).body.user).toMatchObject({ name: 'Kim', role: 'viewer' });
  });

  it.each<[string, Lie]>([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: '' }],
    ['another issuer', { issuer: 'https://elsewhere.example' }],
    ['another audience', { audience: 'another client' }],
    ['an end that has passed', { expiresAt: Math.floor(Date.now() / 1000) - 3600 }],
    ['a forged signature', { forged: true }],
    ['no signature', { algorithm: 'none' }],
    ['a signature by the secret of the client', { algorithm: 'HS256' }],
    ['an empty subject', { claims: { sub: '' } }],
  ])('is refused with %s', async (_, lie) => {
    const { own, location } = await callback(lie);
    expect(location).toBe(REFUSED);
    expect(await own.get('/v1/session')).toMatchObject({ status: 401 });
  });

  it.each<[string, (state: string) => string]>([
    ['another state', () => 'code=c&state=another'],
    ['no state', () => 'code=c'],
    ['a refusal', (state) => `error=access_denied&state=${state}`],
    ['no code', (state) => `state=${state}`],
    ['the name of another issuer', (state) => `code=c&state=${state}&iss=https://elsewhere.example`],
    ['two states', (state) => `code=c&state=${state}&state=${state}`],
  ])('is refused with %s', async (_, answer) => {
    const { own, location } = await callback({}, answer);
    expect(location).toBe(REFUSED);
    expect(await own.get('/v1/session')).toMatchObject({ status: 401 });
  });

  it('is refused in a browser that began no sign-in, and a second time', async () => {
    expect((await new Browser(assay.url).get('/v1/auth/oidc/callback?code=c&state=s')).headers.get('location')).toBe(
      REFUSED,
    );
    const { own } = await callback({});
    const state = 's';
    expect((await own.get(`/v1/auth/oidc/callback?code=c&state=${state}`)).headers.get('location')).toBe(REFUSED);
  });

  it('ends in the words for it when the provider fails meanwhile', async () => {
    const { location } = await callback({}, (state) => {
      provider.down(true);
      return `code=c&state=${state}`;
    });
    expect(location).toBe('/?signInProblem=provider_unavailable');
  });
});
