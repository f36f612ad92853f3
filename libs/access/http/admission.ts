import type { Scope } from '../../event-sourcing/author.js';
import type { Authenticator } from '../authenticator.js';
import type { KeyUses } from '../key-uses.js';
import { requireScope, type Principal } from '../principal.js';
import { secretOf, unauthenticated } from './bearer.js';
import type { Arrival, RequestLimits } from './request-limits.js';
import type { RequestAuthenticator } from './request-authenticator.js';

const BEARER_SPACE = 'Bearer ';

/** Authenticates requests of fast routes. */
export class Admission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly requests: Pick<RequestAuthenticator, 'bySecret'>,
    private readonly limits: RequestLimits,
    private readonly uses: Pick<KeyUses, 'note'>,
  ) {}

  /**
   * The principal of a request to a route for keys with the scope; synchronous if the key is cached.
   * @throws Problem 401 without a valid key, 403 without the scope, 429 above the rate limit
   */
  admit(arrival: Arrival, scope: Scope): Principal | Promise<Principal> {
    const { headers } = arrival;
    const { authorization } = headers;
    // A cached secret needs no check of its form.
    const brought = authorization?.startsWith(BEARER_SPACE)
      ? authorization.slice(BEARER_SPACE.length)
      : secretOf(headers);
    const remembered = brought === undefined ? undefined : this.authenticator.remembered(brought);
    if (remembered) return this.checked(remembered, scope, arrival);
    const secret = secretOf(headers);
    if (secret === undefined) throw unauthenticated();
    return this.requests.bySecret(secret, false).then((found) => this.checked(found?.principal, scope, arrival));
  }

  private checked(principal: Principal | undefined, scope: Scope, arrival: Arrival): Principal {
    if (!principal) throw unauthenticated();
    this.limits.take(principal, arrival);
    requireScope(principal, [scope]);
    if (principal.credential.kind === 'key') this.uses.note(principal.credential.id);
    return principal;
  }
}
