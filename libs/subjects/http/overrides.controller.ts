import { Controller, Delete, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { derivedId } from '../../platform/ids.js';
import { CreateOverride, EndOverride } from '../commands/subject-commands.js';
import { overrideDocument, type Override } from '../override.js';
import { CreateOverrideRequest } from './override-requests.js';
import { OverrideSchema } from './subject-answers.js';

@ApiTags('overrides')
@Controller('v1/overrides')
@Allow('manage', 'experimenter')
export class OverridesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Create an override for a subject or a group' })
  @CommandReturns(OverrideSchema, 201)
  async create(
    @Context() context: CommandContext,
    @Input(CreateOverrideRequest) body: CreateOverrideRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = derivedId('override', context.commandId);
    return answered(reply, await this.commands.execute(new CreateOverride(context, { id, request: body })), id);
  }

  /** Ends it before it expires. */
  @Delete(':id')
  @ApiOperation({ summary: 'End an override now' })
  @CommandReturns(OverrideSchema)
  async end(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new EndOverride(context, { id })), id);
  }
}

const answered = (reply: FastifyReply, handled: Handled<Override | null>, id: string) =>
  answer(reply, handled, id, overrideDocument);
