import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { withdraw } from '../review.js';

export class WithdrawExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(WithdrawExperiment)
export class WithdrawExperimentHandler implements ICommandHandler<WithdrawExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: WithdrawExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      withdraw(state, id, context.actor, comment),
    );
  }
}
