import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { userAggregate, userStream } from '../../access/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { invalid } from '../../primitives/refusal.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../starting/quorum.js';
import { transfer } from '../review.js';

export class TransferExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly ownerId: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(TransferExperiment)
export class TransferExperimentHandler implements ICommandHandler<TransferExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, ownerId, comment }: TransferExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const owner = (await this.runner.load(userAggregate, userStream(ownerId))).state;
      if (!owner) throw invalid('unknown_user', `there is no user ${ownerId}`, '/owner');
      const quorum = await quorumOf(this.runner, ownerId, context.environment);
      return transfer(state, id, context.actor, owner, quorum, comment);
    });
  }
}
