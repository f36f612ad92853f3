import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { restore } from '../running.js';

export class RestoreExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(RestoreExperiment)
export class RestoreExperimentHandler implements ICommandHandler<RestoreExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: RestoreExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) => restore(state, id, comment));
  }
}
