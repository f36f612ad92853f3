import { Controller, Delete, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import { CommandReturns } from '../../event-sourcing/answer.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { InputList } from '../../platform/http/body.js';
import { KeyParam } from '../../platform/http/params.js';
import { RemoveVariant } from '../commands/remove-variant.js';
import { ReplaceRequires } from '../commands/replace-requires.js';
import { FlagAnswers } from './flag-after.js';
import { FlagSchema } from './flag-answers.js';
import { RequirementRequest } from './flag-requests.js';

/** What flags require of each other, and the removal of what nothing requires any more. */
@ApiTags('flags')
@Controller('v1/flags')
@Allow('manage', 'experimenter', { shared: true })
export class FlagPrerequisitesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly answers: FlagAnswers,
  ) {}

  /** All prerequisites of the flag, in every environment; an empty list ends them. */
  @Put(':key/requires')
  @ApiOperation({ summary: 'Replace the prerequisites of a flag' })
  @CommandReturns(FlagSchema)
  async replaceRequires(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @InputList(RequirementRequest) body: readonly RequirementRequest[],
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const requires = body.map(({ flag, variant }) => ({ flag, variant }));
    await this.commands.execute(new ReplaceRequires(context, { key, requires }));
    return this.answers.after(context, key, reply);
  }

  /** A variant that anything uses stays: the refusal names all that does. */
  @Delete(':key/variants/:variant')
  @ApiOperation({ summary: 'Remove a variant that nothing uses' })
  @CommandReturns(FlagSchema)
  async removeVariant(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @KeyParam('variant') variant: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new RemoveVariant(context, { key, variant }));
    return this.answers.after(context, key, reply);
  }
}
