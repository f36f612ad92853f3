import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../starting/quorum.js';
import { reject } from '../review.js';

export class RejectExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(RejectExperiment)
export class RejectExperimentHandler implements ICommandHandler<RejectExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: RejectExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) =>
      reject(
        state,
        id,
        context.actor,
        await quorumOf(this.runner, state?.owner.id ?? null, context.environment),
        comment,
      ),
    );
  }
}
