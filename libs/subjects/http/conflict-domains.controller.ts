import { Example } from '../../platform/example.js';
import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { KeyField } from '../../platform/fields.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { CreateConflictDomain } from '../commands/subject-commands.js';
import { ListedConflictDomainSchema } from './subject-answers.js';

@Example({ key: 'checkout_page' })
export class CreateConflictDomainRequest {
  @KeyField()
  key!: string;
}

@ApiTags('conflict domains')
@Controller('v1/conflict-domains')
@Allow('manage', 'admin')
export class ConflictDomainsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Create a conflict domain' })
  @CommandReturns(ListedConflictDomainSchema, 201)
  async create(
    @Context() context: CommandContext,
    @Input(CreateConflictDomainRequest) { key }: CreateConflictDomainRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new CreateConflictDomain(context, { key }));
    return answer(reply, handled, key, () => ({ key, environment: context.environment }));
  }
}
