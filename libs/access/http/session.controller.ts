import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Input } from '../../platform/http/body.js';
import { Problem } from '../../platform/problem.js';
import { cameByHttps } from '../../platform/trusted-proxies.js';
import { Authenticator } from '../authenticator.js';
import { requireScope } from '../principal.js';
import { SESSION_COOKIE, SESSION_SECONDS, Sessions } from '../session.js';
import { SignInRequest } from './access-requests.js';
import { Public } from '../../platform/http/public.js';
import { sessionPrincipal, type AuthenticatedRequest } from './guard.js';
import { Returns } from '../../platform/http/returns.js';
import { SessionSchema } from './access-answers.js';

/** Sign-in of the dashboard: an API key becomes an HttpOnly, same-site cookie. */
@ApiTags('session')
@Controller('v1/session')
@Public()
export class SessionController {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Sign in with an API key' })
  @ApiResponse({ status: 204, description: 'Signed in: the answer sets the cookie' })
  @HttpCode(204)
  async signIn(
    @Req() request: AuthenticatedRequest,
    @Input(SignInRequest) { key }: SignInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const principal = await this.authenticator.quick(key.trim());
    if (!principal) throw new Problem(401, 'unauthenticated', 'this key is not valid');
    requireScope(principal, ['read', 'manage']);
    this.setCookie(request, reply, this.sessions.issue(principal.key.id, this.clock.now()), SESSION_SECONDS);
  }

  @Get()
  @ApiOperation({ summary: 'Read who is signed in' })
  @Returns(SessionSchema)
  current(@Req() request: AuthenticatedRequest) {
    const principal = sessionPrincipal(request, this.sessions, this.authenticator, this.clock);
    if (!principal) throw new Problem(401, 'unauthenticated', 'nobody is signed in');
    const { id, name, role, key, scopes } = principal;
    return { user: principal.kind === 'user' && role !== null ? { id, name, role } : null, key, scopes };
  }

  @Delete()
  @ApiOperation({ summary: 'Sign out' })
  @ApiResponse({ status: 204, description: 'Signed out' })
  @HttpCode(204)
  signOut(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.setCookie(request, reply, '', 0);
  }

  /** Adds `Secure` if the browser used HTTPS, so that it never sends the cookie over plain HTTP. */
  private setCookie(request: AuthenticatedRequest, reply: FastifyReply, value: string, maxAge: number): void {
    const secure = cameByHttps(request.raw, this.config.trustedProxies);
    void reply.setCookie(SESSION_COOKIE, value, { path: '/', maxAge, httpOnly: true, sameSite: 'strict', secure });
  }
}
