import { Controller, Delete, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import { answer, answerDeleted, CommandReturns, DeletedReturns } from '../../event-sourcing/answer.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { derivedId, newId } from '../../platform/ids.js';
import {
  AddNotificationRule,
  ChangeNotificationRule,
  RemoveNotificationRule,
} from '../commands/notification-commands.js';
import { NotificationRuleSchema } from './notification-answers.js';
import { AddNotificationRuleRequest, ChangeNotificationRuleRequest } from './rule-requests.js';

const EVERYTHING = { events: [], environments: [], flags: [], tags: [], severity: 'info' } as const;

@ApiTags('notifications')
@Controller('v1/notifications/rules')
@Allow('manage', 'admin')
export class NotificationRulesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Add a rule: which events go to which destinations' })
  @CommandReturns(NotificationRuleSchema, 201)
  async add(
    @Context() context: CommandContext,
    @Input(AddNotificationRuleRequest) body: AddNotificationRuleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = context.requestHash === undefined ? newId() : derivedId('notification rule', context.commandId);
    const rule = { ...EVERYTHING, ...given(body), name: body.name, destinations: body.destinations, id };
    const handled = await this.commands.execute(new AddNotificationRule(context, { rule }));
    return answer(reply, handled, id, (state) => state);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a rule' })
  @CommandReturns(NotificationRuleSchema)
  async change(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(ChangeNotificationRuleRequest) body: ChangeNotificationRuleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ChangeNotificationRule(context, { id, changes: given(body) }));
    return answer(reply, handled, id, (state) => state);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Remove a rule' })
  @DeletedReturns()
  async remove(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerDeleted(reply, await this.commands.execute(new RemoveNotificationRule(context, { id })), id);
  }
}

/** The fields that a request has. */
function given<Body extends object>(body: Body): { [Name in keyof Body]: Exclude<Body[Name], undefined> } {
  // The cast is safe, because only members without a value are taken away.
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Body]: Exclude<Body[Name], undefined>;
  };
}
