import { Controller, Options, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, callerOf, type AuthenticatedRequest } from '../../access/http.js';
import { PREFLIGHT_HEADERS } from '../../platform/http/cors.js';
import { Public } from '../../platform/http/public.js';
import { WithOptions } from '../../platform/http/route-options.js';
import { Takes } from '../../platform/http/takes.js';
import { DescribesMinPosition, noteStale } from '../../platform/http/min-position.js';
import { DecideBodySchema } from './decide-body.js';
import { DescribesExposure } from './exposure-header.js';
import { DecideEndpoint } from './decide-endpoint.js';
import { Returns } from '../../platform/http/returns.js';
import { DecideAnswerSchema } from './decision-answers.js';

/** Describes the endpoint, and answers the requests that its fast route leaves. */
@ApiTags('decisions')
@Controller('v1/decide')
export class DecideController {
  constructor(private readonly endpoint: DecideEndpoint) {}

  /** Decides one flag or several for a subject. An unknown flag or a missing subject is answered with its reason. */
  @Post()
  @ApiOperation({ summary: 'Decide one flag or several' })
  @Returns(DecideAnswerSchema)
  @Allow('decide', undefined, { clients: true })
  @WithOptions({ cors: true })
  @Takes(DecideBodySchema)
  @DescribesMinPosition()
  @DescribesExposure()
  async decide(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.endpoint.decide(callerOf(request), request.body, request.raw);
    noteStale(reply, this.endpoint.staleSince());
    return answer;
  }

  /** Answers the CORS preflight of browsers. */
  @Options()
  @Public()
  @ApiExcludeEndpoint()
  preflight(@Res() reply: FastifyReply): void {
    void reply.status(204).headers(PREFLIGHT_HEADERS).send();
  }
}
