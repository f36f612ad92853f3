import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { flagAggregate, flagStream } from '../../flags/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { Input } from '../../platform/http/body.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { wrongField } from '../../platform/problem.js';
import { Returns } from '../../platform/http/returns.js';
import { inOneSnapshot, MeasurementReadModel } from '../../projections/index.js';
import { readPlan } from '../read-model/plan.js';
import { aimOf } from './plan-aim.js';
import { PlanSchema } from './planning-answers.js';
import { PlanExperimentRequest } from './planning-requests.js';

@ApiTags('results')
@Controller('v1/experiments')
@Allow('read')
export class PlanningController {
  constructor(
    private readonly model: MeasurementReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly runner: CommandRunner,
  ) {}

  /** How many subjects an experiment needs to find an effect, and how many days they take. Nothing is written. */
  @Post('plan')
  @ApiOperation({ summary: 'Plan the size of an experiment' })
  @Returns(PlanSchema)
  async plan(
    @Req() request: AuthenticatedRequest,
    @Input(PlanExperimentRequest) body: PlanExperimentRequest,
    @MinPosition() min: Reading,
  ) {
    const aim = aimOf(body);
    const { metric, baseline = null, experiment = null, flag = null } = body;
    const asked = { metric, aim, baseline, experiment, flag };
    if (flag !== null) await this.checkFlag(flag);
    const source = await this.model.current(min);
    const planned = await inOneSnapshot(source, (reader) =>
      readPlan(reader, environmentOf(request), asked, this.clock.now().getTime()),
    );
    const { alpha = '0.05', power = '0.8', mde } = body;
    return { metric, mde, alpha, power, weights: aim.weights, ...planned };
  }

  /** From the stream: a flag without an experiment is in no read model of counts. */
  private async checkFlag(key: string): Promise<void> {
    const { state } = await this.runner.load(flagAggregate, flagStream(key));
    if (!state) throw wrongField('/flag', 'unknown_flag', `there is no flag ${key}`);
  }
}
