import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, environmentOf, grantOf, type AuthenticatedRequest } from '../../access/http.js';
import { hasTag } from '../../platform/http/etag.js';
import { DescribesMinPosition, minPositionOf, noteStale } from '../../platform/http/min-position.js';
import { queryOf } from '../../platform/http/query.js';
import { ChangeStream } from '../change-stream.js';
import { DecisionService } from '../decision-service.js';
import { SnapshotSchema } from './snapshot-answers.js';
import { SnapshotTexts } from './snapshot-texts.js';
import { NotModified, Sends, Streams } from '../../platform/http/returns.js';

/** For clients that decide in a process of their own. */
@ApiTags('decisions')
@Controller('v1/snapshot')
export class SnapshotController {
  constructor(
    private readonly texts: SnapshotTexts,
    private readonly changes: ChangeStream,
    private readonly decider: DecisionService,
  ) {}

  /** The snapshot that the key's environment decides from. With an ETag; 304 if the client has it already. */
  @Get()
  @ApiOperation({ summary: 'Read the snapshot that deciders in other processes work with' })
  @Sends(SnapshotSchema, { headers: ['ETag'] })
  @NotModified()
  @DescribesMinPosition()
  @Allow('decide')
  async snapshot(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.current(request);
    noteStale(reply, this.decider.staleSince());
    const text = this.texts.of(environmentOf(request));
    void reply.headers({ etag: text.etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
    if (hasTag(request.headers, text.etag)) return void reply.status(304).send();
    void reply.header('content-type', 'application/json; charset=utf-8');
    if (!takesGzip(request)) return void reply.send(text.plain);
    void reply.header('content-encoding', 'gzip').send(await text.gzipped());
  }

  /** Server-sent events with the snapshot's version: at once and after each change. */
  @Get('stream')
  @ApiOperation({ summary: 'Stream of changes of the snapshot' })
  @Streams('Events with the version of the snapshot')
  @Allow('decide')
  async stream(@Req() request: AuthenticatedRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.current(request);
    this.changes.open(reply, environmentOf(request), grantOf(request));
  }

  private async current(request: AuthenticatedRequest): Promise<void> {
    queryOf(request, []);
    const minPosition = minPositionOf(request.headers);
    await this.decider.whenCurrent(minPosition, () => undefined);
  }
}

const takesGzip = ({ headers }: AuthenticatedRequest): boolean =>
  /(^|,)\s*gzip\s*(;\s*q=(1|0?\.\d*[1-9])[^,]*)?\s*(,|$)/i.test(headers['accept-encoding']?.toString() ?? '');
