import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '../../event-sourcing/author.js';
import { Problem } from '../../platform/problem.js';
import type { Authenticator } from '../authenticator.js';
import { requireScope, type Principal } from '../principal.js';
import type { RateLimiter } from '../rate-limiter.js';

/** The secret of a request: `Authorization: Bearer …` or, without that header, `X-API-Key`. */
export function secretOf({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined) return typeof apiKey === 'string' && SECRET.test(apiKey) ? apiKey : undefined;
  if (authorization.length > LONGEST) return undefined;
  return BEARER.exec(authorization)?.[1];
}

const BEARER_SPACE = 'Bearer ';
const BEARER = /^Bearer ([!-~]{1,8192})$/i;
// Tokens of identity providers carry claims.
const LONGEST = 8_200;
const SECRET = /^[!-~]{1,512}$/;

export const unauthenticated = (): Problem =>
  new Problem(401, 'unauthenticated', 'send a valid API key as Authorization: Bearer … or X-API-Key', undefined, {
    'www-authenticate': 'Bearer',
  });

/** Authenticates requests of fast routes. */
export class Admission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * The principal of a request to a route for keys with the scope; synchronous if the key is cached.
   * @throws Problem 401 without a valid key, 403 without the scope, 429 above the key's rate limit
   */
  admit(headers: IncomingHttpHeaders, scope: Scope): Principal | Promise<Principal> {
    const { authorization } = headers;
    // A cached secret needs no check of its form.
    const brought = authorization?.startsWith(BEARER_SPACE)
      ? authorization.slice(BEARER_SPACE.length)
      : secretOf(headers);
    const remembered = brought === undefined ? undefined : this.authenticator.remembered(brought);
    if (remembered) return this.checked(remembered, scope);
    const secret = secretOf(headers);
    if (secret === undefined) throw unauthenticated();
    return this.authenticator.quick(secret).then((principal) => this.checked(principal, scope));
  }

  private checked(principal: Principal | undefined, scope: Scope): Principal {
    if (!principal) throw unauthenticated();
    this.limiter.take(principal.credential.id);
    requireScope(principal, [scope]);
    return principal;
  }
}
