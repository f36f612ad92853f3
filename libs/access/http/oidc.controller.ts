import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { Public } from '../../platform/http/public.js';
import { queryOf } from '../../platform/http/query.js';
import { toProblem } from '../../platform/to-problem.js';
import { cameByHttps } from '../../platform/trusted-proxies.js';
import { OidcSignIn } from '../sign-in/oidc-sign-in.js';
import { SignIn } from '../sign-in/sign-in.js';
import { BrowserSessions } from './browser-sessions.js';
import type { AuthenticatedRequest } from './guard.js';

const PENDING_COOKIE = 'assay_oidc';
const PATH = '/v1/auth/oidc';
const PENDING_SECONDS = 600;

/** Signing in at an OpenID Connect provider: the browser is sent there and comes back. */
@ApiTags('session')
@Controller('v1/auth/oidc')
@Public()
export class OidcController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly signIns: SignIn,
    private readonly browsers: BrowserSessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('start')
  @ApiOperation({ summary: 'Begin a sign-in at the identity provider' })
  @ApiQuery({ name: 'returnTo', required: false, schema: { type: 'string' }, description: 'Path to open afterwards' })
  @ApiResponse({ status: 303, description: 'To the provider' })
  async start(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): Promise<void> {
    const { returnTo } = queryOf(request, ['returnTo']);
    const { location, pending } = await this.oidc.begin(ownPath(returnTo));
    this.keep(request, reply, pending, PENDING_SECONDS);
    void reply.status(303).header('location', location).header('cache-control', 'no-store').send();
  }

  @Get('callback')
  @ApiOperation({ summary: "End a sign-in with the provider's answer" })
  @ApiResponse({ status: 303, description: 'To Assay; `signInProblem` in its query has the code of a failure' })
  async callback(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): Promise<void> {
    const location = await this.finished(request, reply);
    this.keep(request, reply, '', 0);
    void reply.status(303).header('location', location).header('cache-control', 'no-store').send();
  }

  /** A person sees the answer, so a failure goes to the page that can word it. */
  private async finished(request: AuthenticatedRequest, reply: FastifyReply): Promise<string> {
    const query = request.url.split('?')[1] ?? '';
    try {
      const { user, returnTo } = await this.oidc.finish(query, request.cookies[PENDING_COOKIE]);
      const signedIn = await this.signIns.byProvider(user, this.browsers.originOf(request));
      await this.browsers.begin(request, reply, signedIn);
      return returnTo;
    } catch (error) {
      const problem = toProblem(error);
      if (!problem) throw error;
      return `/?signInProblem=${encodeURIComponent(problem.code)}`;
    }
  }

  /** `Lax`, because the provider's page sends the browser back. */
  private keep(request: AuthenticatedRequest, reply: FastifyReply, value: string, maxAge: number): void {
    const secure = cameByHttps(request.raw, this.config.trustedProxies);
    void reply.setCookie(PENDING_COOKIE, value, { path: PATH, maxAge, httpOnly: true, sameSite: 'lax', secure });
  }
}

/** A path of Assay; anything else, such as an address of another site, is `/`. */
function ownPath(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path) || path.includes('\\')) return '/';
  return path;
}
