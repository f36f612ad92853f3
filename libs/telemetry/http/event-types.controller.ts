import { Controller, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { KeyParam } from '../../platform/http/params.js';
import { ArchiveEventType } from '../commands/archive-event-type.js';
import { DefineEventType, EditEventType, RestoreEventType } from '../commands/event-type-commands.js';
import { ArchiveEventTypeRequest, DefineEventTypeRequest, EditEventTypeRequest } from './event-type-requests.js';
import { EventTypeSchema } from './telemetry-answers.js';

@ApiTags('event types')
@Controller('v1/event-types')
@Allow('manage', 'experimenter', { shared: true })
export class EventTypesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Define an event type' })
  @CommandReturns(EventTypeSchema, 201)
  async define(
    @Context() context: CommandContext,
    @Input(DefineEventTypeRequest) body: DefineEventTypeRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { key, name, exposure = false, requiresExposure = false, schema = null } = body;
    const eventType = { key, name, exposure, requiresExposure, schema };
    const handled = await this.commands.execute(new DefineEventType(context, { eventType }));
    return answer(reply, handled, body.key, (state) => state);
  }

  @Patch(':key')
  @ApiOperation({ summary: "Change an event type's name or schema" })
  @CommandReturns(EventTypeSchema)
  async edit(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(EditEventTypeRequest) body: EditEventTypeRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(
      new EditEventType(context, { key, changes: { name: body.name, schema: body.schema }, confirm: body.confirm }),
    );
    return answer(reply, handled, key, (state) => state);
  }

  @Post(':key/archive')
  @ApiOperation({ summary: 'Archive an event type' })
  @CommandReturns(EventTypeSchema)
  async archive(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(ArchiveEventTypeRequest) { confirm }: ArchiveEventTypeRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ArchiveEventType(context, { key, confirm }));
    return answer(reply, handled, key, (state) => state);
  }

  @Post(':key/restore')
  @ApiOperation({ summary: 'Restore an archived event type' })
  @CommandReturns(EventTypeSchema)
  @Allow('manage', 'admin')
  async restore(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new RestoreEventType(context, { key }));
    return answer(reply, handled, key, (state) => state);
  }
}
