import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { metricAggregate, metricStream, renameMetric, type VersionedMetric } from '../metric.js';

export class RenameMetric extends Command<Handled<VersionedMetric | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameMetric)
export class RenameMetricHandler implements ICommandHandler<RenameMetric> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, name }: RenameMetric): Promise<Handled<VersionedMetric | null>> {
    return this.runner.run(metricAggregate, metricStream(key), context, (state) => renameMetric(state, key, name));
  }
}
