import { Controller, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { KeyParam } from '../../platform/http/params.js';
import { CreateHoldout, EndHoldout } from '../commands/subject-commands.js';
import { holdoutDocument, type Holdout } from '../holdout.js';
import { ChangeHoldoutRequest, CreateHoldoutRequest } from './holdout-requests.js';
import { HoldoutSchema } from './subject-answers.js';

@ApiTags('holdouts')
@Controller('v1/holdouts')
@Allow('manage', 'admin')
export class HoldoutsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Create a holdout' })
  @CommandReturns(HoldoutSchema, 201)
  async create(
    @Context() context: CommandContext,
    @Input(CreateHoldoutRequest) body: CreateHoldoutRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new CreateHoldout(context, { request: body })), body.key);
  }

  /** Changes the end; nothing else of a holdout can change. */
  @Patch(':key')
  @ApiOperation({ summary: 'Change the end of a holdout' })
  @CommandReturns(HoldoutSchema)
  async change(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(ChangeHoldoutRequest) { endAt }: ChangeHoldoutRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new EndHoldout(context, { key, end: { at: endAt } })), key);
  }

  /** Ends it now. */
  @Post(':key/end')
  @ApiOperation({ summary: 'End a holdout now' })
  @CommandReturns(HoldoutSchema)
  async end(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new EndHoldout(context, { key, end: 'now' })), key);
  }
}

const answered = (reply: FastifyReply, handled: Handled<Holdout | null>, key: string) =>
  answer(reply, handled, key, holdoutDocument);
