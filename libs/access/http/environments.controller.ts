import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { AddEnvironment } from '../commands/access-commands.js';
import { AddEnvironmentRequest } from './access-requests.js';
import { Context } from './command-context.js';
import { Allow } from './guard.js';
import { EnvironmentSchema } from './access-answers.js';

@ApiTags('environments')
@Controller('v1/environments')
@Allow('manage', 'admin')
export class EnvironmentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Add an environment' })
  @CommandReturns(EnvironmentSchema, 201)
  async add(
    @Context() context: CommandContext,
    @Input(AddEnvironmentRequest) { key, name = key }: AddEnvironmentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new AddEnvironment(context, { environment: { key, name } }));
    return answer(reply, handled, key, () => ({ key, name }));
  }
}
