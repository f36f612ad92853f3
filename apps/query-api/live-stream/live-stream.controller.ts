import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../../libs/access/http.js';
import { queryOf, wrong } from '../../../libs/platform/http/query.js';
import { isUuid } from '../../../libs/platform/ids.js';
import { unavailable } from '../../../libs/platform/problem.js';
import { LiveStream } from './live-stream.js';

@ApiTags('live')
@Controller('v1/stream')
export class LiveStreamController {
  constructor(private readonly stream: LiveStream) {}

  /** Server-sent events: `experiment`, `trigger` and, with `?experiment=`, `rates`. */
  @Get()
  @Allow('read')
  open(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): void {
    const { experiment } = queryOf(request, ['experiment']);
    if (experiment !== undefined && !isUuid(experiment))
      throw wrong('experiment', 'invalid_id', 'experiment must be an id');
    if (this.stream.full) throw unavailable('too_many_listeners', 'too many listen already; try again later');
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    this.stream.add({ response, environment: environmentOf(request), experiment: experiment ?? null });
  }
}
