import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../starting/quorum.js';
import { requestChanges } from '../review.js';

export class RequestChanges extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(RequestChanges)
export class RequestChangesHandler implements ICommandHandler<RequestChanges> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: RequestChanges): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) =>
      requestChanges(
        state,
        id,
        context.actor,
        await quorumOf(this.runner, state?.owner.id ?? null, context.environment),
        comment,
      ),
    );
  }
}
