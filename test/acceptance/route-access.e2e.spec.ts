import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, SCOPES, type Role, type Scope } from '../../libs/event-sourcing/author.js';
import { Browser } from '../support/browser.js';
import { expectStatus } from '../support/client.js';
import { LyingProvider } from '../support/lying-provider.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { ROUTE_ACCESS, type AccessRule } from './route-access.js';

/** Who sends a request. Without a role it is a service key; without scopes, nobody that Assay knows. */
interface Caller {
  readonly name: string;
  readonly role: Role | null;
  readonly scopes: readonly Scope[] | null;
  /** Another role, in staging alone. */
  readonly inStaging?: Role;
  readonly environment: string;
  readonly secret: string | null;
  /** Of the page that sends it; by default Assay's own, where there is a body. */
  readonly origin?: string;
  /** True for a client key. */
  readonly isClient?: true;
  /** Present for a browser with a session: begins one, and answers its cookie. */
  readonly signIn?: () => Promise<string>;
  readonly cookie?: string;
}

/** Codes that tell that the route let nobody in. Any other answer comes from behind the door. */
const REFUSALS = [
  ...['unauthenticated', 'missing_scope', 'not_for_client_keys', 'origin_not_allowed'],
  ...['role_too_low', 'unknown_environment', 'wrong_environment'],
];
const OPEN = 'open';
/** Refused, in whichever words. */
const REFUSED = 'refused';
const AUDIENCE = 'assay-api';
const PASSWORD = 'correct horse battery';
/** Routes that end the session that they are sent with. */
const SIGN_OUTS = ['POST /v1/auth/logout', 'DELETE /v1/session'];
/** Undefined: the query names no environment. */
const ENVIRONMENTS = [undefined, 'production', 'staging', 'nowhere'] as const;
const NOBODY = { role: null, scopes: null, environment: 'production' } as const;

const ROWS = Object.fromEntries(
  Object.entries(ROUTE_ACCESS).flatMap(([route, rule]) =>
    route.startsWith('GET ')
      ? [[route, rule] as const, [route.replace('GET', 'HEAD'), rule] as const]
      : [[route, rule]],
  ),
) as Readonly<Record<string, AccessRule>>;

describe('every route × role × scope × environment', () => {
  let assay: RunningWorld;
  let provider: LyingProvider;
  let folder: string;
  let routes: readonly string[];
  let callers: readonly Caller[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-routes-'));
    const file = join(folder, 'routes');
    const preload = new URL('../support/print-routes.mjs', import.meta.url).href;
    provider = await LyingProvider.start();
    assay = await startWorld(ANY_STORE, {
      ...{ NODE_OPTIONS: `--import ${preload}`, TEST_ROUTES_FILE: file },
      ...{ ASSAY_JWT_JWKS_URL: `${provider.url}/jwks`, ASSAY_JWT_ISSUER: provider.url, ASSAY_JWT_AUDIENCE: AUDIENCE },
      // All requests come from one address.
      ASSAY_CLIENT_ADDRESS_LIMIT: '1000000',
      ASSAY_SIGN_IN_ROLES: ROLES.map((role) => `groups:${role}=${role}`).join(', '),
    });
    routes = [...new Set((await readFile(file, 'utf8')).trim().split('\n').map(withoutFileName))].toSorted();
    await expectStatus(201, assay.world.admin.post('/v1/environments', { key: 'staging' }));
    callers = [
      { name: 'nobody', ...NOBODY, secret: null },
      { name: 'an unknown key', ...NOBODY, secret: `assay_${'x'.repeat(60)}` },
      ...(await Promise.all(ROLES.map((role) => userWith(role, SCOPES)))),
      ...(await Promise.all(SCOPES.map((scope) => userWith('admin', [scope])))),
      ...(await Promise.all(SCOPES.filter((scope) => scope !== 'manage').map((scope) => key(null, [scope])))),
      await key(null, ['read', 'decide', 'ingest', 'halt'], 'staging'),
      await clientKey(['decide', 'ingest'], 'production', ['*']),
      await clientKey(['decide', 'ingest'], 'staging', ['*']),
      await clientKey(['ingest'], 'production', ['*']),
      await clientKey(['decide', 'ingest'], 'production', ['https://shop.example']),
      ...(await Promise.all([higherInStaging('experimenter'), higherInStaging('approver')])),
      ...(await Promise.all(ROLES.map(sessionOf))),
      ...(await Promise.all(ROLES.map(tokenOf))),
      { name: 'a forged token', ...NOBODY, secret: await provider.token({ audience: AUDIENCE, forged: true }) },
      { name: 'an unknown session', ...NOBODY, secret: null, cookie: `assay_session=${'x'.repeat(43)}` },
    ];
  });

  afterAll(async () => {
    await assay.stop();
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  async function userWith(role: Role, scopes: readonly Scope[]): Promise<Caller> {
    const email = `${randomUUID()}@example.org`;
    const { body } = await expectStatus(201, assay.world.admin.post('/v1/users', { name: role, email, role }));
    return key({ id: body.id as string, role }, scopes);
  }

  async function higherInStaging(inStaging: Role): Promise<Caller> {
    const email = `${randomUUID()}@example.org`;
    const user = { name: 'viewer', email, role: 'viewer', environmentRoles: { staging: inStaging } };
    const { body } = await expectStatus(201, assay.world.admin.post('/v1/users', user));
    const caller = await key({ id: body.id as string, role: 'viewer' }, SCOPES);
    return { ...caller, name: `a viewer who is ${inStaging} in staging`, inStaging };
  }

  /** What a session or a token may. */
  const FROM_A_BROWSER = { scopes: ['manage', 'read', 'halt'] as const, environment: 'production' };

  async function sessionOf(role: Role): Promise<Caller> {
    const email = `${randomUUID()}@example.org`;
    await expectStatus(201, assay.world.admin.post('/v1/users', { name: role, email, role, password: PASSWORD }));
    const signIn = async (): Promise<string> => {
      const own = new Browser(assay.app.url, '203.0.113.8');
      expect(await own.post('/v1/auth/login', { email, password: PASSWORD })).toMatchObject({ status: 200 });
      return own.cookie;
    };
    return { name: `a session of ${role}`, role, ...FROM_A_BROWSER, secret: null, signIn, cookie: await signIn() };
  }

  async function tokenOf(role: Role): Promise<Caller> {
    const expiresAt = Math.floor(Date.now() / 1000) + 3600;
    const claims = { sub: role, groups: [role] };
    const secret = await provider.token({ audience: AUDIENCE, expiresAt, claims });
    return { name: `a token of ${role}`, role, ...FROM_A_BROWSER, secret };
  }

  async function key(
    user: { readonly id: string; readonly role: Role } | null,
    scopes: readonly Scope[],
    environment = 'production',
  ): Promise<Caller> {
    const name = `${user?.role ?? 'service key'} of ${environment} with ${scopes.join(', ')}`;
    const wanted = { name, scopes, environment, ...(user && { userId: user.id }) };
    const { body } = await expectStatus(201, assay.world.admin.post('/v1/api-keys', wanted));
    return { name, role: user?.role ?? null, scopes, environment, secret: body.key as string };
  }

  async function clientKey(scopes: readonly Scope[], environment: string, origins: readonly string[]): Promise<Caller> {
    const name = `client key of ${environment} with ${scopes.join(', ')} for ${origins.join()}`;
    const wanted = { name, kind: 'client', scopes, environment, origins };
    const { body } = await expectStatus(201, assay.world.admin.post('/v1/api-keys', wanted));
    const isAllowed = origins.includes('*');
    return {
      ...{ name, role: null, scopes, environment, secret: body.key as string, isClient: true },
      ...(!isAllowed && { origin: 'https://other.example' }),
    };
  }

  it('has a row for every route of the router, and no row without a route', () => {
    expect(routes).toEqual(Object.keys(ROWS).toSorted());
  });

  it('answers each cell as its row says', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const [route, rule] of Object.entries(ROWS)) {
      for (const environment of ENVIRONMENTS) {
        const answers = await Promise.all(callers.map((caller) => ask(assay.app.url, route, caller, environment)));
        for (const [index, caller] of callers.entries()) {
          const [expected, answered] = [expectedOf(rule, caller, environment), answers[index]];
          if (!agree(expected, answered))
            wrong.push(`${route} ?environment=${environment} by ${caller.name}: ${answered}, not ${expected}`);
          cells += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    const holes = routes.filter((route) => !Object.hasOwn(ROWS, route)).length;
    process.stdout.write(`routes ${routes.length}, cells ${cells}, holes ${holes}\n`);
  }, 300_000);
});

const withoutFileName = (route: string): string =>
  route.replace(/ \/docs\b.*/, ' /docs/*').replace(/ \/assets\/.*/, ' /assets/*');

/** The refusal that the rule gives the caller, or OPEN. */
function expectedOf(rule: AccessRule, caller: Caller, environment: string | undefined): string {
  if (rule === 'public') return OPEN;
  if (rule === 'session') return caller.signIn ? OPEN : 'unauthenticated';
  if (rule === 'own' || caller.scopes === null) return 'unauthenticated';
  const { scopes } = caller;
  const isShared = rule.shared === true || rule.role === 'admin';
  const role = (!isShared && environment === 'staging' ? caller.inStaging : undefined) ?? caller.role;
  // The fast routes do not look at cookies, and others find that a session has no such scope.
  if (caller.signIn && rule.scopes.includes('decide')) return REFUSED;
  if (caller.origin !== undefined) return 'origin_not_allowed';
  if (caller.isClient && rule.clients !== true) return 'not_for_client_keys';
  if (!rule.scopes.some((scope) => scopes.includes(scope))) return 'missing_scope';
  // Who has several roles is asked in which environment first.
  if (caller.inStaging && !isShared && environment === 'nowhere') return 'unknown_environment';
  if (rule.role !== null && (role === null || ROLES.indexOf(role) < ROLES.indexOf(rule.role))) return 'role_too_low';
  if (environment === undefined) return OPEN;
  if (environment === 'nowhere') return 'unknown_environment';
  const bound = role === null || rule.scopes.includes('decide') || rule.scopes.includes('ingest');
  return bound && environment !== caller.environment ? 'wrong_environment' : OPEN;
}

const STATUSES: Readonly<Record<string, string>> = {
  unauthenticated: '401',
  missing_scope: '403',
  not_for_client_keys: '403',
  origin_not_allowed: '403',
  role_too_low: '403',
  wrong_environment: '403',
  unknown_environment: '404',
};

/** True if the answer, a code or a status, is the expected one. Answers to HEAD and those of OFREP have no code. */
function agree(expected: string, answered: string | undefined): boolean {
  if (expected === REFUSED) return ['unauthenticated', 'missing_scope', '401', '403'].includes(answered ?? '');
  if (answered === undefined || !/^\d+$/.test(answered)) return answered === expected;
  return expected === OPEN ? answered !== '401' && answered !== '403' : answered === STATUSES[expected];
}

/** Sends one request that changes nothing. @returns the refusal or OPEN; the status if it has no code */
async function ask(base: string, route: string, caller: Caller, environment: string | undefined): Promise<string> {
  const [method = '', path = ''] = route.split(' ');
  const filled = path
    .replace(/:id|:experiment|:ownerId/, randomUUID())
    .replace(/:\w+/, 'nothing')
    .replace('*', 'x');
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const ends = new AbortController();
  const cookie = SIGN_OUTS.includes(route) ? await caller.signIn?.() : caller.cookie;
  const response = await fetch(`${base}${filled}${environment === undefined ? '' : `?environment=${environment}`}`, {
    method,
    headers: {
      ...(caller.secret !== null && { authorization: `Bearer ${caller.secret}` }),
      ...(hasBody && { 'content-type': 'application/json', origin: new URL(base).origin, 'assay-request': '1' }),
      ...(caller.origin !== undefined && { origin: caller.origin }),
      ...(cookie !== undefined && { cookie }),
    },
    ...(hasBody && { body: '{}' }),
    signal: AbortSignal.any([ends.signal, AbortSignal.timeout(20_000)]),
  });
  const streams = response.headers.get('content-type')?.includes('event-stream') ?? false;
  const text = streams ? '' : await response.text();
  ends.abort();
  if (response.status >= 500) return `an error ${response.status}`;
  if (method === 'HEAD' || path.startsWith('/ofrep/')) return String(response.status);
  const code = codeOf(text);
  return code !== undefined && REFUSALS.includes(code) ? code : OPEN;
}

function codeOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { code?: string } | null)?.code;
  } catch {
    return undefined;
  }
}
