import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { versionsOfNamed } from '../check-metrics.js';
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
      // First whether it may be done at all, then whether the metric is there.
      attachMetric(state, id, context.actor, metric, {});
      return attachMetric(state, id, context.actor, metric, await versionsOfNamed(this.runner, { metric }));
    });
  }
}
