import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, SCOPES, type Role, type Scope } from '../../libs/event-sourcing/author.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { ROUTE_ACCESS, type AccessRule } from './route-access.js';

/** Who sends a request. Without a role it is a service key; without scopes, nobody that Assay knows. */
interface Caller {
  readonly name: string;
  readonly role: Role | null;
  readonly scopes: readonly Scope[] | null;
  readonly environment: string;
  readonly secret: string | null;
}

/** Codes that tell that the route let nobody in. Any other answer comes from behind the door. */
const REFUSALS = ['unauthenticated', 'missing_scope', 'role_too_low', 'unknown_environment', 'wrong_environment'];
const OPEN = 'open';
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
  let folder: string;
  let routes: readonly string[];
  let callers: readonly Caller[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-routes-'));
    const file = join(folder, 'routes');
    const preload = new URL('../support/print-routes.mjs', import.meta.url).href;
    assay = await startWorld(ANY_STORE, { NODE_OPTIONS: `--import ${preload}`, TEST_ROUTES_FILE: file });
    routes = [...new Set((await readFile(file, 'utf8')).trim().split('\n').map(withoutFileName))].toSorted();
    await expectStatus(201, assay.world.admin.post('/v1/environments', { key: 'staging' }));
    callers = [
      { name: 'nobody', ...NOBODY, secret: null },
      { name: 'an unknown key', ...NOBODY, secret: `assay_${'x'.repeat(60)}` },
      ...(await Promise.all(ROLES.map((role) => userWith(role, SCOPES)))),
      ...(await Promise.all(SCOPES.map((scope) => userWith('admin', [scope])))),
      ...(await Promise.all(SCOPES.filter((scope) => scope !== 'manage').map((scope) => key(null, [scope])))),
      await key(null, ['read', 'decide', 'ingest', 'halt'], 'staging'),
    ];
  });

  afterAll(async () => {
    await assay.stop();
    await rm(folder, { recursive: true });
  });

  async function userWith(role: Role, scopes: readonly Scope[]): Promise<Caller> {
    const email = `${randomUUID()}@example.org`;
    const { body } = await expectStatus(201, assay.world.admin.post('/v1/users', { name: role, email, role }));
    return key({ id: body.id as string, role }, scopes);
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
  }, 180_000);
});

const withoutFileName = (route: string): string =>
  route.replace(/ \/docs\b.*/, ' /docs/*').replace(/ \/assets\/.*/, ' /assets/*');

/** The refusal that the rule gives the caller, or OPEN. */
function expectedOf(rule: AccessRule, caller: Caller, environment: string | undefined): string {
  if (rule === 'public') return OPEN;
  if (rule === 'own' || caller.scopes === null) return 'unauthenticated';
  const { scopes, role } = caller;
  if (!rule.scopes.some((scope) => scopes.includes(scope))) return 'missing_scope';
  if (rule.role !== null && (role === null || ROLES.indexOf(role) < ROLES.indexOf(rule.role))) return 'role_too_low';
  if (environment === undefined) return OPEN;
  if (environment === 'nowhere') return 'unknown_environment';
  const bound = role === null || rule.scopes.includes('decide') || rule.scopes.includes('ingest');
  return bound && environment !== caller.environment ? 'wrong_environment' : OPEN;
}

const STATUSES: Readonly<Record<string, string>> = {
  unauthenticated: '401',
  missing_scope: '403',
  role_too_low: '403',
  wrong_environment: '403',
  unknown_environment: '404',
};

/** True if the answer, a code or a status, is the expected one. Answers to HEAD and those of OFREP have no code. */
function agree(expected: string, answered: string | undefined): boolean {
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
  const response = await fetch(`${base}${filled}${environment === undefined ? '' : `?environment=${environment}`}`, {
    method,
    headers: {
      ...(caller.secret !== null && { authorization: `Bearer ${caller.secret}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
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
