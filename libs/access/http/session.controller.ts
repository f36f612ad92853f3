import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { Input } from '../../platform/http/body.js';
import { Public } from '../../platform/http/public.js';
import { Returns } from '../../platform/http/returns.js';
import { Problem } from '../../platform/problem.js';
import { Authenticator } from '../authenticator.js';
import { KeyUses } from '../key-uses.js';
import { requireScope, type Principal } from '../principal.js';
import { SignIn } from '../sign-in/sign-in.js';
import { SessionSchema } from './access-answers.js';
import { BrowserSessions } from './browser-sessions.js';
import type { AuthenticatedRequest } from './guard.js';
import { RequestAuthenticator } from './request-authenticator.js';
import { checkNotForeign } from './same-origin.js';
import { SignInRequest } from './session-requests.js';

/** The session of a browser: an HttpOnly, same-site cookie. */
@ApiTags('session')
@Controller('v1/session')
@Public()
export class SessionController {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly requests: RequestAuthenticator,
    private readonly signIns: SignIn,
    private readonly browsers: BrowserSessions,
    private readonly uses: KeyUses,
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
    checkNotForeign(request, this.config.trustedProxies, this.config.publicUrl);
    const principal = await this.authenticator.quick(key.trim());
    if (!principal) throw new Problem(401, 'unauthenticated', 'this key is not valid');
    requireScope(principal, ['read', 'manage']);
    this.uses.note(principal.credential.id);
    const signedIn = await this.signIns.byKey(principal, this.browsers.originOf(request));
    await this.browsers.begin(request, reply, signedIn);
  }

  @Get()
  @ApiOperation({ summary: 'Read who is signed in' })
  @Returns(SessionSchema)
  async current(@Req() request: AuthenticatedRequest) {
    const found = await this.requests.byCookie(request, false);
    if (!found) throw new Problem(401, 'unauthenticated', 'nobody is signed in');
    return sessionDocument(found.principal, found.session?.keyId ?? null);
  }

  @Delete()
  @ApiOperation({ summary: 'Sign out' })
  @ApiResponse({ status: 204, description: 'Signed out' })
  @HttpCode(204)
  async signOut(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.browsers.signOut(request, reply);
  }
}

/** Who is signed in, and with which key. */
export function sessionDocument(principal: Principal, keyId: string | null) {
  const { kind, id, name, role, environmentRoles, scopes, credential } = principal;
  return {
    user: kind === 'user' && role !== null ? { id, name, role, environmentRoles } : null,
    key: keyId === null ? null : { id: keyId, name: kind === 'key' ? name : credential.name },
    scopes,
  };
}
