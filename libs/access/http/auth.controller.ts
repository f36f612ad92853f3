import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { contextBy } from '../../event-sourcing/command-context.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { Public } from '../../platform/http/public.js';
import { Returns } from '../../platform/http/returns.js';
import { Problem } from '../../platform/problem.js';
import { notFound } from '../../primitives/refusal.js';
import { Authenticator } from '../authenticator.js';
import type { Principal } from '../principal.js';
import { Sessions, SignInAttempts, type Session } from '../read-model/index.js';
import { AccountPasswords } from '../sign-in/account-passwords.js';
import { OidcSignIn } from '../sign-in/oidc-sign-in.js';
import { SignIn, tooManyAttempts } from '../sign-in/sign-in.js';
import { SessionSchema, SessionsSchema, SignedOutSchema, SignInMethodsSchema } from './access-answers.js';
import { BrowserSessions } from './browser-sessions.js';
import { CurrentPrincipal } from './command-context.js';
import { Allow, type AuthenticatedRequest } from './guard.js';
import { checkNotForeign } from './same-origin.js';
import { sessionDocument } from './session.controller.js';
import { ChangePasswordRequest, LoginRequest, NewPasswordRequest } from './session-requests.js';

/** Signing in by a password, and one's own sessions. */
@ApiTags('session')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly signIns: SignIn,
    private readonly passwords: AccountPasswords,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
    private readonly browsers: BrowserSessions,
    private readonly oidc: OidcSignIn,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('methods')
  @ApiOperation({ summary: 'Read how people sign in here' })
  @Returns(SignInMethodsSchema)
  @Public()
  methods() {
    const { name } = this.oidc;
    return { password: true, oidc: name === null ? null : { name, start: '/v1/auth/oidc/start' } };
  }

  @Post('login')
  @ApiOperation({ summary: 'Sign in with e-mail address and password; the answer sets the cookie' })
  @Returns(SessionSchema)
  @HttpCode(200)
  @Public()
  async login(
    @Req() request: AuthenticatedRequest,
    @Input(LoginRequest) { email, password }: LoginRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkNotForeign(request, this.config.trustedProxies, this.config.publicUrl);
    const signedIn = await this.signIns.byPassword(email, password, this.browsers.originOf(request));
    await this.browsers.begin(request, reply, signedIn);
    const principal = await this.authenticator.ofSession(signedIn.session, true);
    if (!principal) throw new Problem(401, 'unauthenticated', 'the account changed meanwhile: sign in again');
    return sessionDocument(principal, null);
  }

  @Post('logout')
  @ApiOperation({ summary: 'Sign out, and learn where to sign out at the identity provider' })
  @Returns(SignedOutSchema)
  @HttpCode(200)
  @Public()
  async logout(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const session = await this.browsers.signOut(request, reply);
    return { signOutAt: session?.via === 'oidc' ? await this.oidc.signOutUrl() : null };
  }

  @Post('password')
  @ApiOperation({ summary: 'Change your own password; all your other sessions end' })
  @ApiResponse({ status: 204, description: 'Changed' })
  @HttpCode(204)
  @Allow('manage', 'viewer')
  async changePassword(
    @Req() request: AuthenticatedRequest,
    @CurrentPrincipal() principal: Principal,
    @Input(ChangePasswordRequest) { current, password }: ChangePasswordRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const origin = this.browsers.originOf(request);
    const seconds = await this.attempts.begin(principal.id, origin.address);
    if (seconds > 0) throw tooManyAttempts(seconds);
    const user = await this.passwords.change(principal.id, current, password, contextBy(principal, this.clock.now()));
    await this.attempts.succeeded(principal.id, origin.address);
    if (!request.session) return;
    await this.browsers.begin(request, reply, await this.signIns.again(user, request.session, origin));
  }

  @Post('invitations/:token')
  @ApiOperation({ summary: 'Set a password by the link of an invitation or a reset' })
  @ApiParam({ name: 'token', schema: { type: 'string' }, description: 'The token of the link' })
  @ApiResponse({ status: 204, description: 'The password is set: sign in with it' })
  @HttpCode(204)
  @Public()
  async accept(
    @Req() request: AuthenticatedRequest,
    @Param('token') token: string,
    @Input(NewPasswordRequest) { password }: NewPasswordRequest,
  ): Promise<void> {
    checkNotForeign(request, this.config.trustedProxies, this.config.publicUrl);
    await this.passwords.byLink(token, password, this.clock.now());
  }

  @Get('sessions')
  @ApiOperation({ summary: 'List your own sessions, the newest first' })
  @Returns(SessionsSchema)
  @Allow(['read', 'manage'], 'viewer')
  async list(@Req() request: AuthenticatedRequest, @CurrentPrincipal() { id }: Principal) {
    const current = request.session?.id;
    return { items: (await this.sessions.of(id)).map((session) => sessionItem(session, current)) };
  }

  @Delete('sessions/:id')
  @ApiOperation({ summary: 'End one of your own sessions' })
  @ApiResponse({ status: 204, description: 'Ended' })
  @HttpCode(204)
  @Allow(['read', 'manage'], 'viewer')
  async end(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<void> {
    if (!(await this.signIns.end({ id, account: principal.id, keyId: null }, principal, false))) {
      throw notFound('session', id);
    }
  }
}

const sessionItem = ({ id, via, device, startedAt, seenAt, endsAt }: Session, current: string | undefined) => ({
  ...{ id, via, device, startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString() },
  ...{ endsAt: endsAt.toISOString(), current: id === current },
});
