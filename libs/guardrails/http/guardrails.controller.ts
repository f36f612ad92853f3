import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import { NoInput } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { CheckGuardrails } from '../commands/check-guardrails.js';
import { triggerDocument } from '../trigger.js';
import { Returns } from '../../platform/http/returns.js';
import { CheckedExperimentSchema, CheckedSchema } from './guardrail-answers.js';

@ApiTags('guardrails')
@Controller('v1')
@Allow('manage', 'experimenter')
export class GuardrailsController {
  constructor(private readonly commands: CommandBus) {}

  /** Evaluates all telemetry accepted before the request, and answers once the actions are done. */
  @Post('experiments/:id/guardrails/check')
  @ApiOperation({ summary: "Evaluate an experiment's guardrails over all that was accepted before" })
  @Returns(CheckedExperimentSchema)
  async checkOne(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @NoInput() _: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { results, position } = await this.commands.execute(new CheckGuardrails(context, { experiment: id }));
    void reply.header(POSITION_HEADER, position);
    return { triggers: results.flatMap((result) => result.triggers.map(triggerDocument)) };
  }

  @Post('guardrails/check')
  @ApiOperation({ summary: 'Evaluate the guardrails of every running experiment' })
  @Returns(CheckedSchema)
  async checkAll(
    @Context() context: CommandContext,
    @NoInput() _: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { results, position } = await this.commands.execute(new CheckGuardrails(context, { experiment: null }));
    void reply.header(POSITION_HEADER, position);
    return {
      checked: results.length,
      triggered: results.filter((result) => result.triggers.length > 0).length,
      results: results.map(({ experiment, triggers }) => ({ experiment, triggers: triggers.map(triggerDocument) })),
    };
  }
}
