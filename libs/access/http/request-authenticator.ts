import type { FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.js';
import { beaconKeyOf } from '../../platform/http/beacon.js';
import type { StreamGrant } from '../../platform/http/event-streams.js';
import { Problem } from '../../platform/problem.js';
import type { AccessView } from '../access-view.js';
import type { Authenticator } from '../authenticator.js';
import type { Principal } from '../principal.js';
import type { Session, Sessions } from '../read-model/index.js';
import { isToken, type TokenVerifier } from '../sign-in/token-verifier.js';
import { secretOf } from './bearer.js';
import { checkOwnPage } from './same-origin.js';
import { sessionTokenOf } from './session-cookie.js';

/** The sender of a request, and what a stream may that it opens. */
export interface Authenticated {
  readonly principal: Principal;
  readonly grant: StreamGrant;
  readonly session: Session | null;
}

const CHANGES_NOTHING = ['GET', 'HEAD'];

/** Finds the sender of a request: by API key, by the token of an identity provider, or by the session's cookie. */
export class RequestAuthenticator {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly view: AccessView,
    private readonly sessions: Sessions,
    private readonly tokens: TokenVerifier | undefined,
    private readonly config: Pick<Config, 'trustedProxies' | 'publicUrl'>,
  ) {}

  /**
   * Undefined for nobody. A header wins over a cookie.
   * @param fresh from the streams, where a command is decided
   * @throws Problem 403 for a change by cookie that a page of another site may have sent
   */
  async identify(request: FastifyRequest, fresh: boolean): Promise<Authenticated | undefined> {
    const found = await this.find(request, fresh);
    return found && fresh ? { ...found, principal: this.withOtherAccounts(found.principal) } : found;
  }

  private async find(request: FastifyRequest, fresh: boolean): Promise<Authenticated | undefined> {
    const inBody = beaconKeyOf(request);
    if (inBody !== undefined) return this.byBeacon(inBody, fresh);
    const secret = secretOf(request.headers);
    if (secret === undefined) return this.byCookie(request, fresh);
    return this.bySecret(secret, fresh);
  }

  /**
   * By the key in the body of a beacon. Any page can send one without asking first, so no other credential counts.
   * @throws Problem 403 for the key of a server: it is a secret, and a page shows it to everybody
   */
  private async byBeacon(key: string, fresh: boolean): Promise<Authenticated | undefined> {
    const found = key === '' ? undefined : await this.bySecret(key, fresh);
    if (!found || found.principal.client !== null) return found;
    throw new Problem(
      403,
      'client_key_needed',
      'a page has a client key: this key is a secret, so give it another one',
    );
  }

  /** By an API key or a token. */
  async bySecret(secret: string, fresh: boolean): Promise<Authenticated | undefined> {
    if (this.tokens && isToken(secret)) return this.byToken(this.tokens, secret, fresh);
    const principal = await (fresh ? this.authenticator.fromStreams(secret) : this.authenticator.quick(secret));
    return principal && { principal, grant: this.view.grantOf(principal.credential.id), session: null };
  }

  /** By the session's cookie alone. */
  async byCookie(request: FastifyRequest, fresh: boolean): Promise<Authenticated | undefined> {
    const token = sessionTokenOf(request, this.config.trustedProxies);
    if (token === undefined || token === '') return undefined;
    const session = await this.sessions.find(token);
    const principal = session && (await this.authenticator.ofSession(session, fresh));
    if (!principal) return undefined;
    if (!CHANGES_NOTHING.includes(request.method)) {
      checkOwnPage(request, this.config.trustedProxies, this.config.publicUrl);
    }
    return { principal, grant: this.grantOf(session), session };
  }

  private async byToken(tokens: TokenVerifier, token: string, fresh: boolean): Promise<Authenticated | undefined> {
    const verified = await tokens.verify(token);
    const principal = verified && (await this.authenticator.ofToken(verified.userId, fresh));
    if (!principal) return undefined;
    const { userId, endsAt } = verified;
    const isGood = (): boolean => this.view.user(userId)?.deactivated !== true;
    const grant = { credential: userId, session: null, isGood, endsAt: () => endsAt };
    return { principal, grant, session: null };
  }

  private withOtherAccounts(principal: Principal): Principal {
    const user = principal.kind === 'user' ? this.view.user(principal.id) : null;
    const otherAccounts = user ? this.view.otherAccountsOf(user) : [];
    return otherAccounts.length === 0 ? principal : { ...principal, otherAccounts };
  }

  private grantOf({ id, account, keyId, sessionsFrom, endsAt }: Session): StreamGrant {
    const ofKey = keyId === null ? undefined : this.view.grantOf(keyId);
    // The view may not have read yet what began with this session.
    const isOfUser = (): boolean => account === null || (this.view.user(account)?.sessionsFrom ?? 0) <= sessionsFrom;
    return {
      credential: id,
      session: id,
      isGood: () => isOfUser() && (ofKey?.isGood() ?? true),
      endsAt: () => Math.min(endsAt.getTime(), ofKey?.endsAt() ?? Infinity),
    };
  }
}
