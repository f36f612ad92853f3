import { Controller, Delete, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { answer, answerDeleted, CommandReturns, DeletedReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { AttachMetric } from '../commands/attach-metric.js';
import {
  AttachGuardrail,
  CopyExperiment,
  DeleteDraft,
  DraftExperiment,
  EditExperiment,
} from '../commands/drafting-commands.js';
import { experimentDocument } from '../experiment-document.js';
import { experimentIdOf, type Experiment } from '../experiment.js';
import { SimilarBefore } from '../similar-before.js';
import { DraftExperimentRequest, EditExperimentRequest, variantsOf } from './experiment-requests.js';
import { AttachMetricRequest, GuardrailRequest } from './measuring-requests.js';
import { CopyExperimentRequest } from './lifecycle-requests.js';
import { ExperimentSchema } from './experiment-answers.js';

/** Drafting and editing. The steps of an experiment's life are in `lifecycle.controller.ts`. */
@ApiTags('experiments')
@Controller('v1/experiments')
@Allow('manage', 'experimenter')
export class ExperimentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly similar: SimilarBefore,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Draft an experiment' })
  @CommandReturns(ExperimentSchema, 201)
  async draft(
    @Context() context: CommandContext,
    @Input(DraftExperimentRequest) body: DraftExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { flag, ...rest } = body;
    const { environment } = context;
    const id = experimentIdOf(environment, body.key);
    const draft = { ...rest, id, environment, variants: variantsOf(body.variants) };
    const handled = await this.commands.execute(new DraftExperiment(context, { flagKey: flag, draft }));
    const similar = handled.state ? await this.similar.warningsFor(handled.state) : [];
    return answer(reply, handled, id, (experiment: Experiment) => {
      const document = experimentDocument(experiment);
      return { ...document, warnings: [...document.warnings, ...similar] };
    });
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a draft' })
  @CommandReturns(ExperimentSchema)
  async edit(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(EditExperimentRequest) body: EditExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const changes = { ...body, variants: body.variants && variantsOf(body.variants) };
    return answered(reply, await this.commands.execute(new EditExperiment(context, { id, changes })), id);
  }

  /** Only a draft, and one that is in no review. Its key may then be used again. */
  @Delete(':id')
  @ApiOperation({ summary: 'Delete a draft' })
  @DeletedReturns()
  async deleteDraft(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerDeleted(reply, await this.commands.execute(new DeleteDraft(context, { id })), id);
  }

  @Post(':id/copy')
  @ApiOperation({ summary: 'Copy an experiment into a new draft' })
  @CommandReturns(ExperimentSchema, 201)
  async copy(
    @Context() context: CommandContext,
    @IdParam('id') original: string,
    @Input(CopyExperimentRequest) { key, name, sameAssignment = false }: CopyExperimentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = experimentIdOf(context.environment, key);
    const copy = { id, key, name, sameAssignment };
    return answered(reply, await this.commands.execute(new CopyExperiment(context, { original, copy })), id);
  }

  @Post(':id/metrics')
  @ApiOperation({ summary: 'Attach a metric' })
  @CommandReturns(ExperimentSchema)
  async attachMetric(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(AttachMetricRequest) { metric, role, margin }: AttachMetricRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new AttachMetric(context, { id, metric, role, margin })), id);
  }

  @Post(':id/guardrails')
  @ApiOperation({ summary: 'Attach a guardrail' })
  @CommandReturns(ExperimentSchema)
  async attachGuardrail(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(GuardrailRequest) body: GuardrailRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new AttachGuardrail(context, { id, guardrail: body })), id);
  }
}

/** Every command on an experiment answers with the experiment after it. */
export const answered = (reply: FastifyReply, handled: Handled<Experiment | null>, id: string) =>
  answer(reply, handled, id, experimentDocument);
