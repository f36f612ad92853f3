import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_ENVIRONMENT, type Role, type Scope } from '../../event-sourcing/author.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ACCESS_RULE, PUBLIC } from '../../platform/http/public.js';
import { QUERY_PARAMETERS } from '../../platform/http/query-parameters.js';
import { queryOf } from '../../platform/http/query.js';
import { Problem } from '../../platform/problem.js';
import type { StreamGrant } from '../../platform/http/event-streams.js';
import { EnvironmentDirectory } from '../environment-directory.js';
import { KeyUses } from '../key-uses.js';
import { actingIn, requireRole, requireScope, type Principal } from '../principal.js';
import type { Session } from '../read-model/index.js';
import { unauthenticated } from './bearer.js';
import { RequestLimits } from './request-limits.js';
import { RequestAuthenticator } from './request-authenticator.js';

/** Scopes of routes that change something. */
const COMMANDS: readonly Scope[] = ['manage', 'halt'];

interface Rule {
  readonly scopes: readonly Scope[];
  readonly role?: Role;
  /** True where the route changes what all environments share. */
  readonly shared: boolean;
  /** True where client keys are taken. */
  readonly clients: boolean;
}

/**
 * Opens a route to keys with one of the scopes; with a role, only to users with at least that role. The role in the
 * request's environment counts, except where the route changes what all environments share, and for admins. Client keys
 * are refused unless the route says that it takes them.
 */
export const Allow = (scopes: Scope | readonly Scope[], role?: Role, { shared = false, clients = false } = {}) =>
  SetMetadata(ACCESS_RULE, {
    scopes: typeof scopes === 'string' ? [scopes] : scopes,
    ...(role && { role }),
    shared: shared || role === 'admin',
    clients,
  } satisfies Rule);

export type AuthenticatedRequest = FastifyRequest & {
  principal?: Principal;
  /** Who sent it, as soon as that is known: also of a request that the guard refuses then. */
  sender?: Principal;
  /** False where it decides, ingests or reads. */
  isCommand?: boolean;
  receivedAt?: Date;
  environment?: string;
  grant?: StreamGrant;
  /** Null if a key or a token authenticated the request. */
  session?: Session | null;
};

/** Checks the access rule of a route. A route without a rule is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: RequestAuthenticator,
    private readonly environments: EnvironmentDirectory,
    private readonly limits: RequestLimits,
    private readonly uses: KeyUses,
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
    const authenticated = await this.authenticator.identify(request, rule.scopes.includes('manage'));
    if (!authenticated) throw unauthenticated();
    const { principal: sender, grant, session } = authenticated;
    const isCommand = request.method !== 'GET' && rule.scopes.some((scope) => COMMANDS.includes(scope));
    Object.assign(request, { sender, isCommand });
    this.limits.take(sender, request.raw);
    if (sender.client !== null && !rule.clients) {
      throw new Problem(403, 'not_for_client_keys', 'this route does not take client keys: pages and apps carry them');
    }
    requireScope(sender, rule.scopes);
    const isSameEverywhere = rule.shared || Object.keys(sender.environmentRoles).length === 0;
    if (rule.role && isSameEverywhere) requireRole(sender, rule.role);
    const ofKey = rule.scopes.some((scope) => scope === 'decide' || scope === 'ingest');
    const environment = await this.environmentOf(request, sender, ofKey);
    const principal = isSameEverywhere ? sender : actingIn(sender, environment);
    if (rule.role && !isSameEverywhere) requireRole(principal, rule.role);
    // A misspelt `environment` must not act in production. Where the key alone decides, SDKs add parameters of their own.
    if (!ofKey) queryOf(request, this.parametersOf(context));
    if (sender.credential.kind === 'key') this.uses.note(sender.credential.id);
    Object.assign(request, { principal, environment, grant, session });
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
}
