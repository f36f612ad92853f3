import type { FastifyReply } from 'fastify';
import type { Config } from '../../platform/config.js';
import type { Clock } from '../../platform/clock.js';
import { senderOf } from '../../platform/trusted-proxies.js';
import type { Origin, SignedIn, SignIn } from '../sign-in/sign-in.js';
import type { AuthenticatedRequest } from './guard.js';
import type { RequestAuthenticator } from './request-authenticator.js';
import { setSessionCookie } from './session-cookie.js';

const LONGEST_DEVICE = 200;

/** Begins and ends sessions in the browser that sends a request. */
export class BrowserSessions {
  constructor(
    private readonly requests: RequestAuthenticator,
    private readonly signIns: SignIn,
    private readonly config: Pick<Config, 'trustedProxies'>,
    private readonly clock: Clock,
  ) {}

  /** Where the request comes from. */
  originOf(request: AuthenticatedRequest): Origin {
    return {
      address: senderOf(request.raw, this.config.trustedProxies),
      device: (request.headers['user-agent'] ?? 'unknown').slice(0, LONGEST_DEVICE),
    };
  }

  /** Sets the cookie of a new session. A session that the browser had before ends: a sign-in never goes on with one. */
  async begin(request: AuthenticatedRequest, reply: FastifyReply, { session, token }: SignedIn): Promise<void> {
    await this.endCurrent(request);
    const seconds = Math.floor((session.endsAt.getTime() - this.clock.now().getTime()) / 1000);
    setSessionCookie(request, reply, this.config.trustedProxies, { token, seconds });
  }

  /** Ends the browser's session, if it has one, and its cookie. @throws Problem 403 if another site's page asks */
  async signOut(request: AuthenticatedRequest, reply: FastifyReply): Promise<{ readonly via: string } | null> {
    const session = await this.endCurrent(request);
    setSessionCookie(request, reply, this.config.trustedProxies, null);
    return session;
  }

  private async endCurrent(request: AuthenticatedRequest) {
    const found = await this.requests.byCookie(request, false);
    if (!found?.session) return null;
    await this.signIns.end(found.session, found.principal, true);
    return found.session;
  }
}
