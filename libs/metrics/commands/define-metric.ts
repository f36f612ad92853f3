import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { checkEventTypes } from '../check-event-types.js';
import { defineMetric, metricAggregate, metricStream, type Metric, type VersionedMetric } from '../metric.js';

export class DefineMetric extends Command<Handled<VersionedMetric | null>> {
  constructor(
    readonly context: CommandContext,
    readonly metric: Omit<Metric, 'version'>,
  ) {
    super();
  }
}

@CommandHandler(DefineMetric)
export class DefineMetricHandler implements ICommandHandler<DefineMetric> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, metric }: DefineMetric): Promise<Handled<VersionedMetric | null>> {
    await checkEventTypes(this.runner, metric.rule);
    return this.runner.run(metricAggregate, metricStream(metric.key), context, (state) => defineMetric(state, metric));
  }
}
