import { Controller, Get, Inject, Options, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../platform/http/public.js';
import { AccessView, Allow, callerOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import type { FastAnswer } from '../../platform/fast-http/fast-route.js';
import { Takes } from '../../platform/http/takes.js';
import { CORS_HEADERS, PREFLIGHT_HEADERS } from '../../platform/http/cors.js';
import { DescribesMinPosition, noteStale } from '../../platform/http/min-position.js';
import { queryOf } from '../../platform/http/query.js';
import { Problem } from '../../platform/problem.js';
import { ChangeStream } from '../change-stream.js';
import { OfrepBulk, OfrepSingle } from './endpoints.js';
import { DescribesExposure } from '../http/exposure-header.js';
import { OfrepBodySchema } from './ofrep-body.js';
import { StreamTokens } from './stream-token.js';
import { MayReturn, NotModified, Sends, Streams } from '../../platform/http/returns.js';
import { BulkEvaluationSchema, EvaluationSchema, FailureSchema } from './ofrep-answers.js';

const Fails = () => MayReturn(FailureSchema, 'default', 'It cannot be evaluated');

/** OpenFeature's remote evaluation protocol: describes the endpoints, and answers requests that fast routes leave. */
@ApiTags('OpenFeature (OFREP)')
@Controller('ofrep/v1')
export class OfrepController {
  constructor(
    private readonly single: OfrepSingle,
    private readonly bulk: OfrepBulk,
    private readonly changes: ChangeStream,
    private readonly tokens: StreamTokens,
    private readonly access: AccessView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One flag. An unknown flag is a 404; a missing targetingKey is an error only if the flag buckets its subjects. */
  @Post('evaluate/flags/:key')
  @ApiOperation({ summary: 'Evaluate a flag (OpenFeature protocol)' })
  @Sends(EvaluationSchema)
  @Fails()
  @Allow('decide', undefined, { clients: true })
  @Takes(OfrepBodySchema)
  @DescribesMinPosition()
  @DescribesExposure()
  async evaluate(
    @Param('key') param: string,
    @Req() request: AuthenticatedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, headers, socket } = request;
    send(this.single, reply, await this.single.evaluate(callerOf(request), { body, headers, socket, param }));
  }

  /** Every flag of the environment, including errors. With an ETag; 304 if the client has the answer already. */
  @Post('evaluate/flags')
  @ApiOperation({ summary: 'Evaluate all flags (OpenFeature protocol)' })
  @Sends(BulkEvaluationSchema, { headers: ['ETag'] })
  @NotModified()
  @Fails()
  @Allow('decide', undefined, { clients: true })
  @Takes(OfrepBodySchema)
  @DescribesMinPosition()
  async evaluateAll(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body, headers, socket } = request;
    send(this.bulk, reply, await this.bulk.evaluate(callerOf(request), { body, headers, socket, param: '' }));
  }

  /** Server-sent events that tell when to evaluate again: at once, and after each change. A bulk answer has the URL. */
  @Get('changes')
  @ApiOperation({ summary: 'Stream of changes: when to evaluate again' })
  @ApiQuery({ name: 'token', schema: { type: 'string' }, description: 'As in the address that a bulk answer has' })
  @Streams('Events that say when to evaluate again')
  @Public()
  listen(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): void {
    void reply.headers(CORS_HEADERS);
    const { token } = queryOf(request, ['token']);
    const now = this.clock.now().getTime();
    const holder = this.tokens.holderOf(token ?? '', now);
    if (!holder || !this.access.isGood(holder.key, now)) {
      throw new Problem(401, 'unauthenticated', 'this token opens no stream any more: evaluate again for another');
    }
    const { environment, key } = holder;
    this.changes.open(reply, environment, this.access.grantOf(key), CORS_HEADERS);
  }

  /** Answers the CORS preflight of browsers. */
  @Options('*')
  @Public()
  @ApiExcludeEndpoint()
  preflight(@Res() reply: FastifyReply): void {
    void reply.status(204).headers(PREFLIGHT_HEADERS).send();
  }
}

function send(endpoint: OfrepSingle | OfrepBulk, reply: FastifyReply, answer: string | FastAnswer): void {
  noteStale(reply, endpoint.staleSince());
  const { status, headers, text } = typeof answer === 'string' ? { status: 200, text: answer } : answer;
  void reply.headers({ ...CORS_HEADERS, ...headers }).status(status);
  void reply.header('content-type', 'application/json; charset=utf-8').send(text);
}
