import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import type { ForRun } from '../content/checks.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream, type Outcome } from '../experiment.events.js';
import { complete } from '../running.js';

export class CompleteExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly outcome: Outcome,
    readonly comment: string | null,
    readonly forRun?: ForRun,
  ) {
    super();
  }
}

@CommandHandler(CompleteExperiment)
export class CompleteExperimentHandler implements ICommandHandler<CompleteExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, outcome, comment, forRun }: CompleteExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      complete(state, id, context.actor, outcome, comment, forRun),
    );
  }
}
