import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import type { ForRun } from '../content/checks.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { disableArm } from '../narrowing.js';

export class DisableArm extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly variant: string,
    readonly comment: string | null,
    readonly forRun?: ForRun,
  ) {
    super();
  }
}

@CommandHandler(DisableArm)
export class DisableArmHandler implements ICommandHandler<DisableArm> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, variant, comment, forRun }: DisableArm): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, (state) =>
      disableArm(state, id, context.actor, variant, comment, forRun),
    );
  }
}
