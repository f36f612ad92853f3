import { Controller, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { DisableArm } from '../commands/action-commands.js';
import { AmendExperiment } from '../commands/amend-experiment.js';
import { ChangeTraffic } from '../commands/change-traffic.js';
import { FreezeEnrolment, TightenGuardrail } from '../commands/running-commands.js';
import {
  AmendExperimentRequest,
  ChangeTrafficRequest,
  CommentRequest,
  DisableArmRequest,
  TightenGuardrailRequest,
} from './lifecycle-requests.js';
import { answered } from './experiments.controller.js';
import { Verb } from './verb.js';
import { CommandReturns } from '../../event-sourcing/answer.js';
import { ExperimentSchema } from './experiment-answers.js';

/** Changes of live experiments: narrowing applies at once, widening needs an amendment. */
@ApiTags('experiments')
@Controller('v1/experiments')
@Allow('manage', 'experimenter')
export class LiveChangesController {
  constructor(private readonly commands: CommandBus) {}

  @Verb('traffic')
  @ApiOperation({ summary: 'Change the traffic of a live experiment' })
  @CommandReturns(ExperimentSchema)
  async changeTraffic(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(ChangeTrafficRequest) { traffic, comment = null, confirm }: ChangeTrafficRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = new ChangeTraffic(context, { id, traffic, comment, confirm });
    return answered(reply, await this.commands.execute(command), id);
  }

  @Verb('freeze-enrolment')
  @ApiOperation({ summary: 'Take no new subjects into a live experiment' })
  @CommandReturns(ExperimentSchema)
  async freezeEnrolment(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(CommentRequest) { comment = null }: CommentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new FreezeEnrolment(context, { id, comment })), id);
  }

  @Verb('disable-arm')
  @ApiOperation({ summary: 'Disable a variant of a live experiment' })
  @CommandReturns(ExperimentSchema)
  @Allow(['manage', 'halt'])
  async disableArm(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(DisableArmRequest) { variant, comment = null }: DisableArmRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new DisableArm(context, { id, variant, comment })), id);
  }

  @Verb('tighten-guardrail')
  @ApiOperation({ summary: "Tighten a guardrail's threshold or margin" })
  @CommandReturns(ExperimentSchema)
  async tightenGuardrail(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(TightenGuardrailRequest) { comment = null, ...change }: TightenGuardrailRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new TightenGuardrail(context, { id, change, comment })), id);
  }

  @Verb('amend')
  @ApiOperation({ summary: 'Propose new content for a live experiment' })
  @CommandReturns(ExperimentSchema)
  async amend(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(AmendExperimentRequest) { comment = null, confirm, ...changes }: AmendExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = new AmendExperiment(context, { id, changes, comment, confirm });
    return answered(reply, await this.commands.execute(command), id);
  }
}
