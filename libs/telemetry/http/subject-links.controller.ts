import { Example } from '../../platform/example.js';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentPrincipal, type AuthenticatedRequest } from '../../access/http.js';
import type { Principal } from '../../access/index.js';
import { TextField } from '../../platform/fields.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { unavailable } from '../../platform/problem.js';
import { invalid } from '../../primitives/refusal.js';
import { EventJudge } from '../ingestion/event-judge.js';
import { SubjectLinks } from '../ingestion/subject-links.js';
import { TelemetryTail } from '../ingestion/tail.js';
import { Returns } from '../../platform/http/returns.js';
import { LinkSchema } from './telemetry-answers.js';

@Example({ from: 'anonymous-17', to: 'customer-1' })
export class LinkSubjectsRequest {
  @TextField({ max: 1_000, description: 'The earlier id of the subject, such as an anonymous id' })
  from!: string;

  @TextField({ max: 1_000, description: 'The subject that it turned out to be' })
  to!: string;
}

@ApiTags('telemetry')
@Controller('v1/subjects')
export class SubjectLinksController {
  constructor(
    private readonly links: SubjectLinks,
    private readonly judge: EventJudge,
    private readonly tail: TelemetryTail,
  ) {}

  /**
   * Merges two subjects, over the whole log. The first link of a `from` counts; later ones change nothing. The answer
   * tells whether the two are one: of the earlier link it can only tell that, for subjects are stored as digests.
   */
  @Post('link')
  @ApiOperation({ summary: 'Link two ids of one subject' })
  @Returns(LinkSchema)
  @Allow('ingest')
  async link(
    @Req() request: AuthenticatedRequest,
    @CurrentPrincipal() { kind, id, name, environment }: Principal,
    @Input(LinkSubjectsRequest) { from, to }: LinkSubjectsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (from === to) throw invalid('same_subject', 'a subject cannot be linked to itself', '/to');
    if (!this.tail.ready) throw unavailable('starting', 'still reading what was recorded last; send it again');
    const receivedAt = (request.receivedAt ?? new Date()).getTime();
    const [fromDigest, toDigest] = [this.judge.digestOf(from), this.judge.digestOf(to)];
    const reception = { environment, receivedAt, corrected: 0, source: 'server' } as const;
    const position = await this.links.link(fromDigest, toDigest, { kind, id, name }, reception);
    void reply.header(POSITION_HEADER, position);
    const linked = await this.links.linkedAmong(environment, [[fromDigest, toDigest]]);
    return { from, to, linked: linked(fromDigest, toDigest) };
  }
}
