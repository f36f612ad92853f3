import { ROLES, type Actor, type Role, type Scope } from '../event-sourcing/author.js';
import { Problem } from '../platform/problem.js';
import { endOf, endOfSecret, type ApiKey, type ClientKey } from './api-key.js';
import { hashSecret } from './secret.js';
import { roleIn, type EnvironmentRoles, type User } from './user.js';

/** What a request was authenticated by: an API key, a session of a browser, or a token of an identity provider. */
export interface Credential {
  readonly kind: 'key' | 'session' | 'token';
  /** Of the key or session; of a token, its user. */
  readonly id: string;
  readonly name: string;
}

/** The sender of a request: an actor, and the credential that it used. */
export interface Principal extends Actor {
  readonly credential: Credential;
  /** The environment of a service key, or of the decisions and telemetry of a user's key. */
  readonly environment: string;
  /** The user's roles in single environments. */
  readonly environmentRoles: EnvironmentRoles;
  /** Present if a client key authenticated the request: its sender may be anybody. */
  readonly client: ClientKey | null;
}

/** A user with the scopes of a credential; undefined for a user who does not exist or is deactivated. */
export function principalFor(
  user: User | null | undefined,
  { scopes, credential, environment }: Pick<Principal, 'scopes' | 'credential' | 'environment'>,
): Principal | undefined {
  if (!user || user.deactivated) return undefined;
  const { id, name, role, environmentRoles } = user;
  return { kind: 'user', id, name, role, environmentRoles, scopes, credential, environment, client: null };
}

/** The principal of a key, if the secret matches (null: unchecked), the key is valid and its user is active. */
export function principalOf(
  secret: string | null,
  key: ApiKey | null | undefined,
  user: User | null | undefined,
  now: Date,
): Principal | undefined {
  if (!key || key.revoked) return undefined;
  const end = secret === null ? endOf(key) : endOfSecret(key, hashSecret(secret));
  if (end === undefined || end <= now.getTime()) return undefined;
  const { id, name, scopes, environment } = key;
  const common = { scopes, credential: { kind: 'key', id, name }, environment } as const;
  if (key.userId !== null) return principalFor(user, common);
  return { kind: 'key', id, name, role: null, environmentRoles: {}, ...common, client: key.client };
}

/** The principal with the role that it has in an environment. */
export function actingIn(principal: Principal, environment: string): Principal {
  if (principal.role === null || Object.keys(principal.environmentRoles).length === 0) return principal;
  return { ...principal, role: roleIn({ ...principal, role: principal.role }, environment) };
}

/** @throws Problem 403 unless the key has one of the scopes */
export function requireScope(principal: Principal, scopes: readonly Scope[]): void {
  if (scopes.some((scope) => principal.scopes.includes(scope))) return;
  throw new Problem(403, 'missing_scope', `this needs a key with scope ${scopes.join(' or ')}`);
}

/** @throws Problem 403 unless the user has at least this role */
export function requireRole(principal: Principal, role: Role): void {
  if (principal.role !== null && ROLES.indexOf(principal.role) >= ROLES.indexOf(role)) return;
  throw new Problem(403, 'role_too_low', `this needs the role ${role}`);
}
