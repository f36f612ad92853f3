import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, environmentOf, grantOf, type AuthenticatedRequest } from '../../../libs/access/http.js';
import { QueryParameters, type Query } from '../../../libs/platform/http/query-parameters.js';
import { Streams } from '../../../libs/platform/http/returns.js';
import { wrong } from '../../../libs/platform/http/query.js';
import { isUuid } from '../../../libs/platform/ids.js';
import { LiveStream } from './live-stream.js';

@ApiTags('live')
@Controller('v1/stream')
export class LiveStreamController {
  constructor(private readonly stream: LiveStream) {}

  /** Server-sent events, the current state first: `experiment`, `trigger` and, with `?experiment=`, `rates`. */
  @Get()
  @ApiOperation({ summary: 'Stream of experiments, breaches and rates' })
  @Streams('Events `experiment`, `trigger` and `rates`; their data are an Experiment, a Trigger, GuardrailRates')
  @Allow('read')
  open(
    @Req() request: AuthenticatedRequest,
    @Res() reply: FastifyReply,
    @QueryParameters('experiment') { experiment }: Query,
  ): void {
    if (experiment !== undefined && !isUuid(experiment))
      throw wrong('experiment', 'invalid_id', 'experiment must be an id');
    this.stream.open(reply, { environment: environmentOf(request), experiment: experiment ?? null }, grantOf(request));
  }
}
