import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { existing } from '../checks.js';
import { experimentAggregate, type Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { changeTraffic } from '../narrowing.js';
import { reserveFor } from '../slot-reservation.js';

export class ChangeTraffic extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly traffic: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(ChangeTraffic)
export class ChangeTrafficHandler implements ICommandHandler<ChangeTraffic> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, traffic, comment }: ChangeTraffic): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const events = changeTraffic(state, id, context.actor, traffic, comment);
      await reserveFor(this.runner, existing(state, id), events, context);
      return events;
    });
  }
}
