import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import type { ForRun } from '../content/checks.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { pause } from '../narrowing.js';

export class PauseExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
    readonly forRun?: ForRun,
  ) {
    super();
  }
}

@CommandHandler(PauseExperiment)
export class PauseExperimentHandler implements ICommandHandler<PauseExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment, forRun }: PauseExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      pause(state, id, context.actor, comment, forRun),
    );
  }
}
