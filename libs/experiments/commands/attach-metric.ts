import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { checkMetricsExist } from '../check-metrics.js';
import { attachMetric } from '../drafting.js';
import { experimentAggregate, type Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';

export class AttachMetric extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly metric: string,
  ) {
    super();
  }
}

@CommandHandler(AttachMetric)
export class AttachMetricHandler implements ICommandHandler<AttachMetric> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, metric }: AttachMetric): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const events = attachMetric(state, id, context.actor, metric);
      await checkMetricsExist(this.runner, { metric });
      return events;
    });
  }
}
