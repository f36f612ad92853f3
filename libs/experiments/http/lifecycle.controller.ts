import { Controller, Put, Res } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { CompleteExperiment, PauseExperiment } from '../commands/action-commands.js';
import { ApproveExperiment } from '../commands/approve-experiment.js';
import type { Commented } from '../commands/on-experiment.js';
import {
  RejectExperiment,
  RequestChanges,
  SubmitExperiment,
  TransferExperiment,
  WithdrawExperiment,
} from '../commands/review-commands.js';
import { ArchiveExperiment, NoteLearning, RestoreExperiment, ResumeExperiment } from '../commands/running-commands.js';
import { StartExperiment } from '../commands/start-experiment.js';
import type { Experiment } from '../experiment.js';
import {
  CommentRequest,
  CompleteExperimentRequest,
  ResumeExperimentRequest,
  TransferExperimentRequest,
} from './lifecycle-requests.js';
import { NoteLearningRequest, summaryOf } from './learning-requests.js';
import { answered } from './experiments.controller.js';
import { Verb } from './verb.js';
import { CommandReturns } from '../../event-sourcing/answer.js';
import { ExperimentSchema } from './experiment-answers.js';

type Step = new (context: CommandContext, input: Commented) => Command<Handled<Experiment | null>>;

/** The steps of an experiment's life. The deciders check the actor's right to each step. */
@ApiTags('experiments')
@Controller('v1/experiments')
@Allow('manage', 'experimenter')
export class LifecycleController {
  constructor(private readonly commands: CommandBus) {}

  @Verb('submit')
  @ApiOperation({ summary: 'Submit a draft for review' })
  @CommandReturns(ExperimentSchema)
  submit(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(SubmitExperiment, c, id, body, reply);
  }

  @Verb('approve')
  @ApiOperation({ summary: 'Approve the content under review' })
  @CommandReturns(ExperimentSchema)
  approve(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(ApproveExperiment, c, id, body, reply);
  }

  @Verb('request-changes')
  @ApiOperation({ summary: 'Send the content back to its owner' })
  @CommandReturns(ExperimentSchema)
  requestChanges(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(RequestChanges, c, id, body, reply);
  }

  @Verb('reject')
  @ApiOperation({ summary: 'Reject the content under review' })
  @CommandReturns(ExperimentSchema)
  reject(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(RejectExperiment, c, id, body, reply);
  }

  @Verb('withdraw')
  @ApiOperation({ summary: 'Withdraw a submission' })
  @CommandReturns(ExperimentSchema)
  withdraw(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(WithdrawExperiment, c, id, body, reply);
  }

  @Verb('start')
  @ApiOperation({ summary: 'Start an approved experiment' })
  @CommandReturns(ExperimentSchema)
  start(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(StartExperiment, c, id, body, reply);
  }

  @Verb('pause')
  @ApiOperation({ summary: 'Pause a running experiment' })
  @CommandReturns(ExperimentSchema)
  @Allow(['manage', 'halt'])
  pause(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(PauseExperiment, c, id, body, reply);
  }

  @Verb('resume')
  @ApiOperation({ summary: 'Resume a paused experiment' })
  @CommandReturns(ExperimentSchema)
  async resume(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(ResumeExperimentRequest) { trigger = null, comment = null }: ResumeExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(
      reply,
      await this.commands.execute(new ResumeExperiment(context, { id, why: { trigger, comment } })),
      id,
    );
  }

  @Verb('transfer')
  @ApiOperation({ summary: 'Give an experiment to another owner' })
  @CommandReturns(ExperimentSchema)
  async transfer(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(TransferExperimentRequest) { owner, comment = null }: TransferExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(
      reply,
      await this.commands.execute(new TransferExperiment(context, { id, ownerId: owner, comment })),
      id,
    );
  }

  @Verb('archive')
  @ApiOperation({ summary: 'Archive an experiment' })
  @CommandReturns(ExperimentSchema)
  archive(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(ArchiveExperiment, c, id, body, reply);
  }

  @Verb('restore')
  @ApiOperation({ summary: 'Restore an archived experiment' })
  @CommandReturns(ExperimentSchema)
  @Allow('manage', 'admin')
  restore(
    @Context() c: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) body: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.step(RestoreExperiment, c, id, body, reply);
  }

  @Verb('complete')
  @ApiOperation({ summary: 'Complete an experiment: roll out, roll back or conclude' })
  @CommandReturns(ExperimentSchema)
  async complete(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(CompleteExperimentRequest) body: CompleteExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const outcome = { kind: body.outcome, winner: body.winner ?? null };
    const learning = { summary: summaryOf(body.summary), tags: body.tags };
    const command = new CompleteExperiment(context, { id, outcome, comment: body.comment ?? null, learning });
    return answered(reply, await this.commands.execute(command), id);
  }

  /** At any time after the completion; absent fields stay. */
  @Put(':id/learning')
  @ApiOperation({ summary: 'Note what a completed experiment taught' })
  @CommandReturns(ExperimentSchema)
  async noteLearning(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(NoteLearningRequest) { summary, tags }: NoteLearningRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const changes = { summary: summaryOf(summary), tags };
    return answered(reply, await this.commands.execute(new NoteLearning(context, { id, changes })), id);
  }

  private async step(
    Step: Step,
    context: CommandContext,
    id: string,
    { comment }: CommentRequest,
    reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new Step(context, { id, comment: comment ?? null })), id);
  }
}
