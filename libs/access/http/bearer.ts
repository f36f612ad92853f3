import type { Scope } from '../../platform/author.js';
import { Problem } from '../../platform/problem.js';
import type { Authenticator } from '../authenticator.js';
import { requireScope, type Principal } from '../principal.js';

/** The secret of an Authorization header. */
export function secretOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > 600) return undefined;
  return /^Bearer ([!-~]{1,512})$/i.exec(authorization)?.[1];
}

export const unauthenticated = (): Problem =>
  new Problem(401, 'unauthenticated', 'send a valid API key as Authorization: Bearer …', undefined, {
    'www-authenticate': 'Bearer',
  });

/**
 * Who sent a request to a fast route that is open to keys with the scope: at once where the key is remembered.
 * @throws Problem 401 for no valid key, 403 for one without the scope
 */
export function admit(
  authenticator: Authenticator,
  authorization: string | undefined,
  scope: Scope,
): Principal | Promise<Principal> {
  const secret = secretOf(authorization);
  if (secret === undefined) throw unauthenticated();
  const remembered = authenticator.remembered(secret);
  if (!remembered) return authenticator.quick(secret).then((principal) => withScope(principal, scope));
  return withScope(remembered, scope);
}

function withScope(principal: Principal | undefined, scope: Scope): Principal {
  if (!principal) throw unauthenticated();
  requireScope(principal, [scope]);
  return principal;
}
