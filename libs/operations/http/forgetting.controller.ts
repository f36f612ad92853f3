import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context, ForgetUser, UserSchema } from '../../access/http.js';
import { userDocument } from '../../access/index.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { contextBy, type CommandContext } from '../../event-sourcing/command-context.js';
import { NoInput } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { derivedId } from '../../platform/ids.js';
import { unavailable } from '../../platform/problem.js';
import { LiveView } from '../../projections/index.js';
import { NOTIFICATIONS } from '../../notifications/read-model/index.js';
import { RequestOperation } from '../commands/operation-commands.js';

const FORGOTTEN_WITHIN_MS = 8_000;

/** Forgets persons: in the log, where their key is gone, and in the read models, which are filled again. */
@ApiTags('access')
@Controller('v1')
@Allow('manage', 'admin')
export class ForgettingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly live: LiveView,
  ) {}

  @Post('users/:id/forget')
  @ApiOperation({
    summary: 'Forget who a deactivated user was',
    description:
      'Name, address and password cannot be read any more, in the log and soon in the read models. It cannot be undone',
  })
  @CommandReturns(UserSchema)
  async forget(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @NoInput() _: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ForgetUser(context, { id }));
    // The live view deletes the key before it passes the event.
    if (!(await this.live.reach(handled.position, FORGOTTEN_WITHIN_MS))) {
      throw unavailable(
        'not_forgotten_yet',
        'the key of the person could not be deleted yet; send the same request again',
      );
    }
    for (const projection of ['management', NOTIFICATIONS]) {
      const request = { type: 'projection_rebuild_requested', projection } as const;
      await this.commands.execute(new RequestOperation(contextOf(context, projection), request));
    }
    return answer(reply, handled, id, userDocument);
  }
}

/** Of a command that follows from the first one: a retry of that is a retry of this. */
const contextOf = ({ actor, at, commandId, correlationId }: CommandContext, projection: string): CommandContext =>
  contextBy(actor, new Date(at), {
    ...{ commandId: derivedId('forgetting', commandId, projection), correlationId, causationId: commandId },
  });
