import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { freezeEnrolment } from '../narrowing.js';

export class FreezeEnrolment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(FreezeEnrolment)
export class FreezeEnrolmentHandler implements ICommandHandler<FreezeEnrolment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: FreezeEnrolment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      freezeEnrolment(state, id, context.actor, comment),
    );
  }
}
