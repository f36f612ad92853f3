import { Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import { sagaProgress } from '../../guardrails/read-model/index.js';
import { NOTIFICATIONS } from '../../notifications/read-model/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import { notFound } from '../../primitives/refusal.js';
import { RequestOperation } from '../commands/operation-commands.js';
import type { OperationEvent } from '../../projections/index.js';
import { Returns } from '../../platform/http/returns.js';
import { RequestedSchema } from './operation-answers.js';

/** Projections that can be rebuilt; the saga has no tables to rebuild. */
const REBUILDABLE = ['management', 'measurement', NOTIFICATIONS];
/** Projections whose parked events can be tried again. */
const REPLAYABLE = [...REBUILDABLE, sagaProgress.name];

@ApiTags('operations')
@Controller('v1/operations/projections/:name')
@Allow('manage', 'admin')
export class OperationsController {
  constructor(private readonly commands: CommandBus) {}

  /** Fills new tables from the log and swaps them in; `GET /v1/operations/projections` has the progress. */
  @Post('rebuild')
  @ApiOperation({ summary: 'Rebuild a projection from the log' })
  @Returns(RequestedSchema, { status: 202 })
  rebuild(
    @Context() context: CommandContext,
    @Param('name') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.request(context, 'projection_rebuild_requested', name, REBUILDABLE, reply);
  }

  /** Tries the parked events again, in order. */
  @Post('replay-parked')
  @ApiOperation({ summary: "Replay a projection's parked events" })
  @Returns(RequestedSchema, { status: 202 })
  replayParked(
    @Context() context: CommandContext,
    @Param('name') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.request(context, 'parked_replay_requested', name, REPLAYABLE, reply);
  }

  private async request(
    context: CommandContext,
    type: OperationEvent['type'],
    name: string,
    possible: readonly string[],
    reply: FastifyReply,
  ) {
    if (!possible.includes(name)) throw notFound('projection', name.slice(0, 100));
    const { position } = await this.commands.execute(new RequestOperation(context, { type, projection: name }));
    void reply.header(POSITION_HEADER, position);
    return { projection: name, requested: type, position };
  }
}
