import { Controller, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { SetApproverGroup, SetReviewPolicy } from '../commands/review-commands.js';
import { SetApproverGroupRequest, SetReviewPolicyRequest } from './review-requests.js';
import { ApproverGroupSchema, ReviewPolicySchema } from './review-answers.js';

@ApiTags('reviews')
@Controller('v1')
@Allow('manage', 'admin')
export class ReviewsController {
  constructor(private readonly commands: CommandBus) {}

  @Put('review-policy')
  @ApiOperation({ summary: "Set an environment's review policy" })
  @CommandReturns(ReviewPolicySchema)
  async setPolicy(
    @Context() context: CommandContext,
    @Input(SetReviewPolicyRequest) body: SetReviewPolicyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(
      new SetReviewPolicy(context, { policy: { againstVerdict: 'comment', ...body } }),
    );
    return answer(reply, handled, context.environment, (policy) => ({
      environment: context.environment,
      ...policy,
    }));
  }

  @Put('approver-groups/:ownerId')
  @ApiOperation({ summary: "Set the approvers of one owner's experiments" })
  @CommandReturns(ApproverGroupSchema)
  async setGroup(
    @Context() context: CommandContext,
    @IdParam('ownerId') ownerId: string,
    @Input(SetApproverGroupRequest) body: SetApproverGroupRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { approvers, minApprovals } = body;
    const handled = await this.commands.execute(
      new SetApproverGroup(context, { group: { ownerId, approvers, minApprovals } }),
    );
    return answer(reply, handled, ownerId, (group) => group);
  }
}
