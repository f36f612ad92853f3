import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_ENVIRONMENT, type Role, type Scope } from '../../event-sourcing/author.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ACCESS_RULE, PUBLIC } from '../../platform/http/public.js';
import { QUERY_PARAMETERS } from '../../platform/http/query-parameters.js';
import { queryOf } from '../../platform/http/query.js';
import { Problem } from '../../platform/problem.js';
import { Authenticator } from '../authenticator.js';
import { EnvironmentDirectory } from '../environment-directory.js';
import { secretOf, unauthenticated } from './bearer.js';
import { requireRole, requireScope, type Principal } from '../principal.js';
import { RateLimiter } from '../rate-limiter.js';
import { SESSION_COOKIE, Sessions } from '../session.js';

interface Rule {
  readonly scopes: readonly Scope[];
  readonly role?: Role;
}

/** Opens a route to keys with one of the scopes; with a role, only to users with at least that role. */
export const Allow = (scopes: Scope | readonly Scope[], role?: Role) =>
  SetMetadata(ACCESS_RULE, {
    scopes: typeof scopes === 'string' ? [scopes] : scopes,
    ...(role && { role }),
  } satisfies Rule);

export type AuthenticatedRequest = FastifyRequest & {
  principal?: Principal;
  receivedAt?: Date;
  environment?: string;
  /** Epoch milliseconds; only set if a session authenticated the request. */
  sessionEndsAt?: number;
};

/** Checks the access rule of a route. A route without a rule is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly sessions: Sessions,
    private readonly environments: EnvironmentDirectory,
    private readonly limiter: RateLimiter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<Rule | typeof PUBLIC | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === PUBLIC) return true;
    if (!rule) throw new Problem(403, 'closed', 'this route is not open to anybody');
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.identify(request, rule.scopes.includes('manage'));
    if (!principal) throw unauthenticated();
    this.limiter.take(principal.key.id);
    requireScope(principal, rule.scopes);
    if (rule.role) requireRole(principal, rule.role);
    const ofKey = rule.scopes.some((scope) => scope === 'decide' || scope === 'ingest');
    request.environment = await this.environmentOf(request, principal, ofKey);
    // A misspelt `environment` must not act in production. Where the key alone decides, SDKs add parameters of their own.
    if (!ofKey) queryOf(request, this.parametersOf(context));
    request.principal = principal;
    request.receivedAt = this.clock.now();
    return true;
  }

  /**
   * The environment that the request acts in. For service keys, decisions and telemetry it is the key's own; else the
   * one that `?environment=` names, default production.
   */
  private async environmentOf(request: AuthenticatedRequest, principal: Principal, ofKey: boolean): Promise<string> {
    const bound = principal.kind === 'key' || ofKey;
    const named = (request.query as Record<string, unknown>)['environment'];
    if (named === undefined) return bound ? principal.environment : DEFAULT_ENVIRONMENT;
    if (typeof named !== 'string' || !(await this.environments.has(named))) {
      throw new Problem(404, 'unknown_environment', 'there is no such environment');
    }
    if (bound && named !== principal.environment) {
      throw new Problem(403, 'wrong_environment', `this key is of the environment ${principal.environment}`);
    }
    return named;
  }

  private parametersOf(context: ExecutionContext): readonly string[] {
    return this.reflector.get<readonly string[] | undefined>(QUERY_PARAMETERS, context.getHandler()) ?? [];
  }

  private async identify(request: AuthenticatedRequest, fresh: boolean): Promise<Principal | undefined> {
    const secret = secretOf(request.headers);
    if (secret !== undefined) return fresh ? this.authenticator.fromStreams(secret) : this.authenticator.quick(secret);
    // Browsers send a cookie by themselves, so it authenticates reads only.
    if (request.method !== 'GET') return undefined;
    const principal = sessionPrincipal(request, this.sessions, this.authenticator, this.clock);
    if (principal) request.sessionEndsAt = this.sessions.endOf(request.cookies[SESSION_COOKIE] ?? '');
    return principal;
  }
}

/** The principal of the request's session cookie. */
export function sessionPrincipal(
  request: FastifyRequest,
  sessions: Sessions,
  authenticator: Authenticator,
  clock: Clock,
): Principal | undefined {
  const cookie = request.cookies[SESSION_COOKIE];
  const keyId = cookie === undefined ? undefined : sessions.keyIdOf(cookie, clock.now());
  return keyId === undefined ? undefined : authenticator.byKeyId(keyId);
}
