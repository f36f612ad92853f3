import { Example } from '../../platform/example.js';
import { Controller, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { IntegerField } from '../../platform/fields.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { SetParticipationLimit } from '../commands/subject-commands.js';
import { ParticipationLimitSchema } from './subject-answers.js';

@Example({ limit: 3 })
export class SetParticipationLimitRequest {
  @IntegerField({
    nullable: true,
    min: 1,
    max: 1_000,
    description: 'Maximum of live experiments per subject; null: no limit',
  })
  limit!: number | null;
}

@ApiTags('participation limit')
@Controller('v1/participation-limit')
@Allow('manage', 'admin')
export class ParticipationLimitController {
  constructor(private readonly commands: CommandBus) {}

  /** Sets the maximum of live experiments whose traffic a subject may be in. */
  @Put()
  @ApiOperation({ summary: 'Set the most live experiments that a subject takes part in' })
  @CommandReturns(ParticipationLimitSchema)
  async set(
    @Context() context: CommandContext,
    @Input(SetParticipationLimitRequest) { limit }: SetParticipationLimitRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { environment } = context;
    const handled = await this.commands.execute(new SetParticipationLimit(context, { limit }));
    return answer(reply, handled, environment, (state) => ({ environment, ...state }));
  }
}
