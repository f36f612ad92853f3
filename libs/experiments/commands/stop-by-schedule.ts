import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { stopBySchedule } from '../running.js';

export class StopBySchedule extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly scheduledFor: string,
  ) {
    super();
  }
}

@CommandHandler(StopBySchedule)
export class StopByScheduleHandler implements ICommandHandler<StopBySchedule> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, scheduledFor }: StopBySchedule): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      stopBySchedule(state, id, context.actor, scheduledFor),
    );
  }
}
