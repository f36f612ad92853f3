import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, callerOf, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import type { Experiment } from '../../experiments/index.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Returns } from '../../platform/http/returns.js';
import { ManagementReadModel } from '../../projections/index.js';
import { Inbox, type ToVoteOn } from '../inbox.js';
import { InboxRows, type Found, type OwnTrigger } from '../read-model/inbox-rows.js';
import { InboxSchema } from './inbox-answers.js';

@ApiTags('inbox')
@Controller('v1/inbox')
@Allow('read')
export class InboxController {
  constructor(
    private readonly inbox: Inbox,
    private readonly model: ManagementReadModel,
  ) {}

  /**
   * In one environment: what the caller may vote on and has not, breaches of their experiments in the last 7 days, their
   * live experiments whose verdict is not to keep them running, and their completed ones without a summary. The newest
   * come first; at most 50 of each. A key without a user has none.
   */
  @Get()
  @ApiOperation({ summary: 'Read what needs the caller now' })
  @Returns(InboxSchema)
  async read(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading, @QueryParameters() _query: Query) {
    const source = await this.model.current(min);
    const { reviews, amendments, triggers, decisions, learnings } = await this.inbox.of(
      callerOf(request),
      environmentOf(request),
      new InboxRows(source),
    );
    return {
      reviews: mapped(reviews, ({ experiment, required }) => ({
        experiment: documentOf(experiment),
        required,
        votes: experiment.votes.length,
      })),
      amendments: { ...amendments, items: amendments.items.flatMap(amendmentOf) },
      triggers: mapped(triggers, triggerOf),
      decisions: {
        ...decisions,
        items: decisions.items.map(({ experiment, verdict: { kind, variant, reasons } }) => ({
          experiment: documentOf(experiment),
          verdict: { kind, variant, reasons },
        })),
      },
      learnings: mapped(learnings, (experiment) => ({
        experiment: documentOf(experiment),
        completedAt: experiment.completedAt,
      })),
    };
  }
}

const mapped = <From, To>({ items, total }: Found<From>, toItem: (item: From) => To): Found<To> => ({
  items: items.map(toItem),
  total,
});

const documentOf = ({ id, key, name, flag, status, owner, updatedAt }: Experiment) => ({
  ...{ id, key, name, flag, status, updatedAt },
  owner: { id: owner.id, name: owner.name },
});

function amendmentOf({ experiment, required }: ToVoteOn) {
  const { amendment } = experiment;
  if (!amendment) return [];
  const { openedBy, openedAt, votes, completion } = amendment;
  return [
    {
      experiment: documentOf(experiment),
      // A second vote is somebody's, also where the policy asks for no approvals.
      required: completion ? Math.max(1, required) : required,
      votes: votes.length,
      openedBy: { id: openedBy.id, name: openedBy.name },
      openedAt,
      completes: completion !== undefined,
    },
  ];
}

function triggerOf({ breach, outcome, experiment }: OwnTrigger) {
  const { id: trigger, guardrail, action, variant, value, threshold, detectedAt } = breach;
  return { trigger, experiment, guardrail, action, variant, value, threshold, detectedAt, outcome };
}
