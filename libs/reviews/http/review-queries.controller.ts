import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { IdParam } from '../../platform/http/params.js';
import { notFound } from '../../primitives/refusal.js';
import { approverGroupAggregate, approverGroupStream, reviewPolicyAggregate, reviewPolicyStream } from '../index.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { ApproverGroupSchema, ReviewPolicySchema } from './review-answers.js';

/** Reads from the streams, so the answers never lag. */
@ApiTags('reviews')
@Controller('v1')
@Allow('read')
export class ReviewQueriesController {
  constructor(private readonly runner: CommandRunner) {}

  /** The environment's policy. One that nobody has set asks for one approval, by any approver. */
  @Get('review-policy')
  @ApiOperation({ summary: "Read an environment's review policy" })
  @ReturnsDocument(ReviewPolicySchema)
  async policy(@Req() request: AuthenticatedRequest, @QueryParameters() _query: Query) {
    const environment = environmentOf(request);
    const { state, revision } = await this.runner.load(reviewPolicyAggregate, reviewPolicyStream(environment));
    return { environment, ...state, revision };
  }

  @Get('approver-groups/:ownerId')
  @ApiOperation({ summary: "Read the approvers of one owner's experiments" })
  @ReturnsDocument(ApproverGroupSchema)
  async group(@IdParam('ownerId') ownerId: string, @QueryParameters() _query: Query) {
    const { state, revision } = await this.runner.load(approverGroupAggregate, approverGroupStream(ownerId));
    if (!state) throw notFound('approver group', ownerId);
    return { ...state, revision };
  }
}
