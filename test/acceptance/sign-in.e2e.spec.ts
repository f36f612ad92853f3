import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Browser, type Shown } from '../support/browser.js';
import { expectStatus } from '../support/client.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';

const PASSWORD = 'correct horse battery';
const OTHER_PASSWORD = 'staple battery horse';
const HOUR_MS = 3_600_000;

interface Person {
  readonly id: string;
  readonly email: string;
}

describe.each(STORES)('signing in by password on %s', (store) => {
  let assay: RunningWorld;
  let clock: MovedClock;
  let addresses = 0;

  beforeAll(async () => {
    clock = await movedClock();
    assay = await startWorld(store, clock.environment);
  });

  afterAll(async () => {
    await assay.stop();
    await clock.remove();
  });

  /** A browser at an address of its own. */
  const browser = (): Browser => new Browser(assay.app.url, `198.51.100.${(addresses += 1)}`);

  async function person(more: object = { password: PASSWORD }): Promise<Person> {
    const email = `${randomUUID()}@example.org`;
    const user = { name: 'Olga', email, role: 'experimenter', ...more };
    return { id: (await expectStatus(201, assay.world.admin.post('/v1/users', user))).body.id, email };
  }

  const login = (from: Browser, { email }: Person, password = PASSWORD): Promise<Shown> =>
    from.post('/v1/auth/login', { email, password });

  async function signedIn(who: Person): Promise<Browser> {
    const own = browser();
    expect(await login(own, who)).toMatchObject({ status: 200 });
    return own;
  }

  const statusOf = async (of: Browser): Promise<number> => (await of.get('/v1/session')).status;

  it('begins a session, whose cookie no script reads and no other site sends', async () => {
    const who = await person();
    const own = browser();
    const answer = await login(own, who);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      user: { id: who.id, name: 'Olga', role: 'experimenter', environmentRoles: {} },
      key: null,
      scopes: ['manage', 'read', 'halt'],
    });
    expect(answer.headers.getSetCookie().join()).toMatch(/^assay_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    expect((await own.get('/v1/session')).body).toEqual(answer.body);
    expect((await own.post('/v1/auth/logout')).body).toEqual({ signOutAt: null });
    expect(own.cookie).toBe('');
  });

  it('over HTTPS sets a cookie that only this host can set', async () => {
    const own = browser();
    const https = { 'x-forwarded-proto': 'https', origin: new URL(own.baseUrl).origin.replace('http:', 'https:') };
    const { email } = await person();
    const answer = await own.post('/v1/auth/login', { email, password: PASSWORD }, https);
    expect(answer.headers.getSetCookie().join()).toMatch(
      /^__Host-assay_session=.*; Path=\/; .*Secure; SameSite=Strict$/,
    );
    expect(await own.get('/v1/session', https)).toMatchObject({ status: 200 });
    // Without HTTPS the same token in the other cookie opens nothing over HTTPS.
    const [, token = ''] = own.cookie.split('=');
    const other = browser();
    other.keep(`assay_session=${token}`);
    expect(await other.get('/v1/session', https)).toMatchObject({ status: 401 });
  });

  it('gives the same answer whether the account exists, has a password, or is deactivated', async () => {
    const [known, without, deactivated] = [await person(), await person({}), await person()];
    await expectStatus(200, assay.world.admin.post(`/v1/users/${deactivated.id}/deactivate`));
    const answers = [
      await login(browser(), known, 'a wrong password'),
      await login(browser(), without),
      await login(browser(), deactivated),
      await login(browser(), { id: '', email: `${randomUUID()}@example.org` }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
      expect(answer.body).toEqual(answers[0]?.body);
    }
  });

  it('takes as long whether the account exists (distribution in the output)', async () => {
    const [known, unknown] = [await person(), { id: '', email: `${randomUUID()}@example.org` }];
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 4; round += 1) {
      for (const [name, who] of Object.entries({ known, unknown }) as ['known' | 'unknown', Person][]) {
        const from = browser();
        const startedAt = performance.now();
        expect(await login(from, who, 'a wrong password')).toMatchObject({ status: 401 });
        times[name].push(performance.now() - startedAt);
      }
    }
    const shown = (list: readonly number[]): string => list.map((ms) => ms.toFixed(0)).join(' ');
    process.stdout.write(`wrong password, ms: known account ${shown(times.known)}; unknown ${shown(times.unknown)}\n`);
  });

  it.each([
    ['of a page of another origin', { origin: 'https://elsewhere.example' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site' }],
    ['without Origin', { origin: undefined }],
    ['of a sandboxed page', { origin: 'null' }],
    ['without the header that forms cannot send', { 'assay-request': undefined }],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded', 'assay-request': undefined }],
    ['with a body as text', { 'content-type': 'text/plain', 'assay-request': undefined }],
  ])('refuses a change by cookie %s', async (_, headers) => {
    const own = await signedIn(await person());
    const flag = { key: `flag_${randomUUID()}`, type: 'boolean', default: false };
    const answer = await own.post('/v1/flags', JSON.stringify(flag), headers);
    expect([403, 415]).toContain(answer.status);
    expect(await assay.world.owner.get(`/v1/flags/${flag.key}`)).toMatchObject({ status: 404 });
    expect(await own.post('/v1/flags', flag)).toMatchObject({ status: 201 });
  });

  it('refuses a sign-in that a page of another origin sends, and a sign-out', async () => {
    const who = await person();
    const own = await signedIn(who);
    const foreign = { origin: 'https://elsewhere.example' };
    const body = { email: who.email, password: PASSWORD };
    expect(await own.post('/v1/auth/login', body, foreign)).toMatchObject({
      status: 403,
      body: { code: 'cross_site' },
    });
    expect(await own.post('/v1/session', { key: 'x' }, foreign)).toMatchObject({ status: 403 });
    expect(await own.post('/v1/auth/logout', {}, foreign)).toMatchObject({ status: 403 });
    expect(await statusOf(own)).toBe(200);
  });

  it('slows guesses from one address more and more, and tells the audit of all 1,000', async () => {
    const who = await person();
    const attacker = browser();
    const guess = (): Promise<Shown> => login(attacker, who, `guess ${randomUUID()}`);
    const statuses: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, guess));
      statuses.push(...answers.map(({ status }) => status));
    }
    const compared = statuses.filter((status) => status === 401).length;
    process.stdout.write(`1,000 wrong guesses in a row: ${compared} compared, ${1000 - compared} refused with 429\n`);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    // The free ones, and one more for each second or two, four, … that passed meanwhile.
    expect(compared).toBeLessThan(20);

    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const refused = await guess();
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
      const seconds = Number(refused.headers.get('retry-after'));
      waits.push(seconds);
      await clock.move(seconds * 1000);
      expect(await guess()).toMatchObject({ status: 401 });
    }
    for (const [round, seconds] of waits.slice(1).entries()) expect(seconds).toBeGreaterThan(waits[round] ?? 0);

    // The owner comes from elsewhere. Only the little that all guesses cost everybody holds them up.
    await clock.move(60_000);
    await signedIn(who);

    const { items } = (await expectStatus(200, assay.world.admin.get(`/v1/audit?entity=sign_in:${who.id}&limit=100`)))
      .body;
    const refused = items.filter(({ type }: { type: string }) => type === 'sign_ins_refused');
    expect(refused[0]).toMatchObject({ data: { account: who.id, address: expect.stringMatching(/^198\.51\.100\./) } });
    expect(JSON.stringify(items)).not.toContain('guess ');
  }, 120_000);

  it('is in the audit, for admins only', async () => {
    const who = await person();
    await (await signedIn(who)).post('/v1/auth/logout');
    const told = async (key: string): Promise<string[]> =>
      (await expectStatus(200, assay.world.admin.as(key).get(`/v1/audit?entity=sign_in:${who.id}`))).body.items.map(
        ({ summary }: { summary: string }) => summary,
      );
    expect(await told(assay.world.admin.key)).toEqual([
      'Olga signed out',
      'Olga signed in by password',
      expect.stringMatching(/ set the password of the account /),
    ]);
    expect(await told(assay.world.owner.key)).toEqual([]);
  });

  describe('by a link', () => {
    const invite = async ({ id }: Person): Promise<{ token: string; purpose: string; expiresAt: string }> =>
      (await expectStatus(201, assay.world.admin.post(`/v1/users/${id}/invite`))).body;
    const accept = (token: string, password = OTHER_PASSWORD): Promise<Shown> =>
      browser().post(`/v1/auth/invitations/${token}`, { password });
    const REFUSED = { status: 403, body: { code: 'link_not_valid' } };

    it('sets a password once', async () => {
      const who = await person({});
      const { token, purpose } = await invite(who);
      expect(purpose).toBe('invitation');
      expect(await accept(token)).toMatchObject({ status: 204 });
      expect(await login(browser(), who, OTHER_PASSWORD)).toMatchObject({ status: 200 });
      expect(await accept(token)).toMatchObject(REFUSED);
    });

    it('resets a password, and ends the sessions that the old one began', async () => {
      const who = await person();
      const before = await signedIn(who);
      const { token, purpose } = await invite(who);
      expect(purpose).toBe('reset');
      expect(await accept(token)).toMatchObject({ status: 204 });
      expect(await statusOf(before)).toBe(401);
      expect(await login(browser(), who)).toMatchObject({ status: 401 });
      expect(await login(browser(), who, OTHER_PASSWORD)).toMatchObject({ status: 200 });
    });

    it('takes only the newest link, for 72 hours, and of active users', async () => {
      const who = await person({});
      const [first, second] = [await invite(who), await invite(who)];
      expect(await accept(first.token)).toMatchObject(REFUSED);
      await clock.move(73 * HOUR_MS);
      expect(await accept(second.token)).toMatchObject(REFUSED);
      const third = await invite(who);
      await expectStatus(200, assay.world.admin.post(`/v1/users/${who.id}/deactivate`));
      expect(await accept(third.token)).toMatchObject(REFUSED);
      expect(await assay.world.admin.post(`/v1/users/${who.id}/invite`)).toMatchObject({
        status: 409,
        body: { code: 'deactivated' },
      });
      await expectStatus(200, assay.world.admin.post(`/v1/users/${who.id}/reactivate`));
      expect(await accept(third.token)).toMatchObject(REFUSED);
      expect(await accept(`${who.id}.${'x'.repeat(43)}`)).toMatchObject(REFUSED);
      expect(await accept('nonsense')).toMatchObject(REFUSED);
    });

    it.each([
      ['too short', 'short'],
      ['of one character', 'aaaaaaaaaaaaaaaa'],
      ['the name', 'olga olga olga'],
      ['the word itself', 'passwordpassword'],
    ])('refuses a password that is %s, and the link stays', async (_, weak) => {
      const who = await person({});
      const { token } = await invite(who);
      const answer = await accept(token, weak);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/password' }] } });
      expect(await accept(token)).toMatchObject({ status: 204 });
    });
  });

  it('changes one’s own password: this browser gets a new session, all others end', async () => {
    const who = await person();
    const [own, other] = [await signedIn(who), await signedIn(who)];
    const before = own.cookie;
    const wrong = await own.post('/v1/auth/password', { current: OTHER_PASSWORD, password: OTHER_PASSWORD });
    expect(wrong).toMatchObject({ status: 403, body: { errors: [{ pointer: '/current' }] } });
    expect(await own.post('/v1/auth/password', { current: PASSWORD, password: OTHER_PASSWORD })).toMatchObject({
      status: 204,
    });
    expect(own.cookie).not.toBe(before);
    expect([await statusOf(own), await statusOf(other)]).toEqual([200, 401]);
    expect(await login(browser(), who, OTHER_PASSWORD)).toMatchObject({ status: 200 });
  });

  it('lists one’s own sessions and ends one, with its open streams', async () => {
    const who = await person();
    const [own, other] = [await signedIn(who), await signedIn(who)];
    const { items } = (await own.get('/v1/auth/sessions')).body;
    expect(items).toHaveLength(2);
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(items[0]).toMatchObject({ via: 'password', device: 'Browser of the tests' });
    const others = items.find(({ current }: { current: boolean }) => !current).id as string;

    const stream = await fetch(new URL('/v1/stream', assay.app.url), { headers: { cookie: other.cookie } });
    expect(stream.status).toBe(200);
    const ended = stream.text();
    const stranger = await signedIn(await person());
    expect(await stranger.delete(`/v1/auth/sessions/${others}`)).toMatchObject({ status: 404 });
    expect(await own.delete(`/v1/auth/sessions/${others}`)).toMatchObject({ status: 204 });
    await ended;
    expect([await statusOf(own), await statusOf(other)]).toEqual([200, 401]);
  });

  it('ends a session two hours after its last use, and twelve hours after its begin', async () => {
    const [idle, used] = [await signedIn(await person()), await signedIn(await person())];
    await clock.move(1.5 * HOUR_MS);
    expect(await statusOf(used)).toBe(200);
    await clock.move(1 * HOUR_MS);
    expect([await statusOf(idle), await statusOf(used)]).toEqual([401, 200]);
    for (let hours = 2.5; hours < 11; hours += 1.5) {
      await clock.move(1.5 * HOUR_MS);
      expect(await statusOf(used)).toBe(200);
    }
    await clock.move(1.5 * HOUR_MS);
    expect(await statusOf(used)).toBe(401);
  });

  it('begins a new session at each sign-in, and ends the one before', async () => {
    const who = await person();
    const own = await signedIn(who);
    const before = own.cookie;
    await login(own, who);
    expect(own.cookie).not.toBe(before);
    const old = browser();
    old.keep(before);
    expect([await statusOf(own), await statusOf(old)]).toEqual([200, 401]);
  });

  it('ends sessions when a role changes, so that a new one has the new rights', async () => {
    const who = await person();
    const own = await signedIn(who);
    await expectStatus(200, assay.world.admin.patch(`/v1/users/${who.id}`, { name: 'Olga M.' }));
    expect(await statusOf(own)).toBe(200);
    await expectStatus(200, assay.world.admin.patch(`/v1/users/${who.id}`, { role: 'viewer' }));
    expect(await statusOf(own)).toBe(401);
  });

  it('deactivates a user: keys, sessions and streams end; a reactivation brings back the keys alone', async () => {
    const who = await person();
    const own = await signedIn(who);
    const { key } = (
      await expectStatus(201, assay.world.admin.post('/v1/api-keys', { name: 'k', userId: who.id, scopes: ['read'] }))
    ).body;
    const byKey = assay.world.admin.as(key);
    expect(await byKey.get('/v1/flags')).toMatchObject({ status: 200 });
    const stream = fetch(new URL('/v1/stream', assay.app.url), { headers: { authorization: `Bearer ${key}` } });
    const ended = (await stream).text();
    const { body } = await expectStatus(200, assay.world.admin.post(`/v1/users/${who.id}/deactivate`));
    expect(body).toMatchObject({ deactivated: true, experiments: [] });
    await ended;
    expect([(await byKey.get('/v1/flags')).status, await statusOf(own)]).toEqual([401, 401]);
    expect(await login(browser(), who)).toMatchObject({ status: 401 });
    await expectStatus(200, assay.world.admin.post(`/v1/users/${who.id}/reactivate`));
    expect([(await byKey.get('/v1/flags')).status, await statusOf(own)]).toEqual([200, 401]);
    expect(await login(browser(), who)).toMatchObject({ status: 200 });
  });

  it('rotates a key: both secrets are good for a while, then the new one alone', async () => {
    const { admin } = assay.world;
    const body = { name: 'k', scopes: ['read'] };
    const { id, key, createdBy } = (await expectStatus(201, admin.post('/v1/api-keys', body))).body;
    expect(createdBy).toMatchObject({ kind: 'user', name: 'Admin' });
    const old = admin.as(key);
    await expectStatus(200, old.get('/v1/flags'));
    const rotated = (await expectStatus(200, admin.post(`/v1/api-keys/${id}/rotate`, { overlapMinutes: 60 }))).body;
    const now = admin.as(rotated.key);
    expect([(await old.get('/v1/flags')).status, (await now.get('/v1/flags')).status]).toEqual([200, 200]);
    await clock.move(61 * 60_000);
    expect([(await old.get('/v1/flags')).status, (await now.get('/v1/flags')).status]).toEqual([401, 200]);
    const { text } = await expectStatus(200, admin.get(`/v1/audit?entity=api_key:${id}`));
    expect(text).toContain('gave another secret to');
    expect(text).not.toMatch(/hash|Secret"/);
  });

  it('revokes a key at once', async () => {
    const { admin } = assay.world;
    for (let round = 0; round < 5; round += 1) {
      const { id, key } = (await expectStatus(201, admin.post('/v1/api-keys', { name: 'k', scopes: ['read'] }))).body;
      await expectStatus(200, admin.as(key).get('/v1/flags'));
      await expectStatus(200, admin.delete(`/v1/api-keys/${id}`));
      expect(await admin.as(key).get('/v1/flags')).toMatchObject({ status: 401 });
      expect(await admin.post(`/v1/api-keys/${id}/rotate`)).toMatchObject({
        status: 409,
        body: { code: 'key_revoked' },
      });
    }
  });

  it('gives no experiment to a user who is deactivated, or may not run any in its environment', async () => {
    const { admin, owner } = assay.world;
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const { id } = (await expectStatus(201, owner.post('/v1/experiments', { key: flag, name: flag, flag, variants })))
      .body;
    const gone = await person();
    await expectStatus(200, admin.post(`/v1/users/${gone.id}/deactivate`));
    const reader = await person({ environmentRoles: { production: 'viewer' } });
    for (const to of [gone, reader]) {
      const answer = await admin.post(`/v1/experiments/${id}/transfer`, { owner: to.id });
      expect(answer).toMatchObject({ status: 400, body: { code: 'not_an_experimenter' } });
    }
  });

  it('keeps an admin: nobody changes their own role, and the key of the environment brings Admin back', async () => {
    const who = await person({ role: 'admin', password: PASSWORD });
    const own = await signedIn(who);
    const [admin] = (await expectStatus(200, assay.world.admin.get('/v1/users?q=admin@localhost'))).body.items;
    const OWN = { status: 409, body: { code: 'own_account' } };
    expect(await assay.world.admin.patch(`/v1/users/${admin.id}`, { role: 'viewer' })).toMatchObject(OWN);
    expect(await own.post(`/v1/users/${admin.id}/deactivate`)).toMatchObject({ status: 200 });
    expect(await assay.world.admin.get('/v1/flags')).toMatchObject({ status: 401 });
    const restarted = await startApp('command-api', { ...assay.stores.environment, ...clock.environment });
    await restarted.stop();
    await until('Admin to be back', async () => (await assay.world.admin.get('/v1/users')).status === 200);
    await expectStatus(
      201,
      assay.world.admin.post('/v1/users', { name: 'A', email: `${randomUUID()}@x.example`, role: 'viewer' }),
    );
  });

  it('does not let admins deactivate themselves', async () => {
    const who = await person({ role: 'admin', password: PASSWORD });
    const own = await signedIn(who);
    expect(await own.post(`/v1/users/${who.id}/deactivate`)).toMatchObject({
      status: 409,
      body: { code: 'own_account' },
    });
  });

  it('gives a user another role in one environment, not for what all environments share', async () => {
    const key = `e${randomUUID().slice(0, 8)}`;
    await expectStatus(201, assay.world.admin.post('/v1/environments', { key }));
    const who = await person({ role: 'viewer', environmentRoles: { [key]: 'experimenter' }, password: PASSWORD });
    const own = await signedIn(who);
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, assay.world.owner.post('/v1/flags', { key: flag, type: 'boolean', default: false }));
    const TOO_LOW = { status: 403, body: { code: 'role_too_low' } };
    expect(await own.post(`/v1/flags/${flag}/disable`)).toMatchObject(TOO_LOW);
    expect(await own.post(`/v1/flags/${flag}/disable?environment=${key}`)).toMatchObject({ status: 200 });
    const shared = { key: `${flag}_2`, type: 'boolean', default: false };
    expect(await own.post(`/v1/flags?environment=${key}`, shared)).toMatchObject(TOO_LOW);
    expect(await own.post(`/v1/users?environment=${key}`, {})).toMatchObject(TOO_LOW);
    const unknown = await assay.world.admin.patch(`/v1/users/${who.id}`, { environmentRoles: { nowhere: 'viewer' } });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: '/environmentRoles/nowhere' }] } });
    const admin = await assay.world.admin.patch(`/v1/users/${who.id}`, { role: 'admin' });
    expect(admin).toMatchObject({ status: 400, body: { code: 'admin_everywhere' } });
  });

  describe('on a further replica', () => {
    let replica: TestApp;

    beforeAll(async () => {
      replica = await startApp('query-api', { ...assay.stores.environment, ...clock.environment });
    });

    afterAll(() => replica.stop());

    /** The same browser, as it talks to the replica. */
    const there = (own: Browser): Browser => own.at(replica.url);

    it('is signed in as well, and signed out at once', async () => {
      const own = await signedIn(await person());
      expect(await statusOf(there(own))).toBe(200);
      await there(own).post('/v1/auth/logout');
      expect(await statusOf(own)).toBe(401);
    });

    it('is slowed by the failures at the others', async () => {
      const who = await person();
      const attacker = browser();
      for (let guess = 0; guess < 5; guess += 1) await login(attacker, who, 'wrong one');
      expect(await login(there(attacker), who, 'wrong one')).toMatchObject({ status: 429 });
    });

    it('is refused within a second after a deactivation elsewhere (milliseconds in the output)', async () => {
      const who = await person();
      const own = there(await signedIn(who));
      const created = assay.world.admin.post('/v1/api-keys', { name: 'k', userId: who.id, scopes: ['read'] });
      const { key } = (await expectStatus(201, created)).body;
      const byKey = assay.world.admin.as(key).at(replica.url);
      await until('the key to be known there', async () => (await byKey.get('/v1/flags')).status === 200);
      expect(await statusOf(own)).toBe(200);
      await expectStatus(200, assay.world.admin.post(`/v1/users/${who.id}/deactivate`));
      const startedAt = performance.now();
      await until('the key and the session to end', async () => {
        const [ofKey, ofSession] = [(await byKey.get('/v1/flags')).status, await statusOf(own)];
        return ofKey === 401 && ofSession === 401;
      });
      process.stdout.write(`refused on a replica ${(performance.now() - startedAt).toFixed(0)} ms after the answer\n`);
    });

    it('writes what it refused to the audit when it ends', async () => {
      const who = await person();
      const attacker = there(browser());
      const guesses = await Promise.all(Array.from({ length: 200 }, () => login(attacker, who, 'wrong one')));
      expect(guesses.map(({ status }) => status)).toContain(429);
      await replica.stop();
      const path = `/v1/audit?entity=sign_in:${who.id}&type=sign_ins_refused&limit=100`;
      // The replica was another process: the read model of this one follows a moment later.
      const counts = await until('all refusals to be in the audit', async () => {
        const { items } = (await expectStatus(200, assay.world.admin.get(path))).body;
        const found: number[] = items.map(({ data }: { data: { count: number } }) => data.count);
        return found.reduce((sum, count) => sum + count, 0) === 200 && found;
      });
      // One for the first of each reason, and one for the rest.
      expect(counts.length).toBeLessThanOrEqual(4);
    });
  });
});
