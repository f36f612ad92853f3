import { ROLES, type Actor, type Role, type Scope } from '../event-sourcing/author.js';
import { Problem } from '../platform/problem.js';
import { endOf, type ApiKey } from './api-key.js';
import { matches } from './secret.js';
import type { User } from './user.js';

/** The sender of a request: an actor, and the key that it used. */
export interface Principal extends Actor {
  readonly key: { readonly id: string; readonly name: string };
  readonly environment: string;
}

/** The principal of a key, if the secret matches (null: unchecked), the key is valid and its user exists. */
export function principalOf(
  secret: string | null,
  key: ApiKey | null | undefined,
  user: User | null | undefined,
  now: Date,
): Principal | undefined {
  if (!key || key.revoked || endOf(key) <= now.getTime()) return undefined;
  if (secret !== null && !matches(secret, key.hash)) return undefined;
  const common = { scopes: key.scopes, key: { id: key.id, name: key.name }, environment: key.environment };
  if (key.userId === null) return { kind: 'key', id: key.id, name: key.name, role: null, ...common };
  return user ? { kind: 'user', id: user.id, name: user.name, role: user.role, ...common } : undefined;
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
