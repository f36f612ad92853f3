import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeable, flagAggregate, flagStream } from '../../flags/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { existing } from '../content/checks.js';
import { copy, type CopyExperiment as Copy } from '../copying.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';

export class CopyExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly original: string,
    readonly copy: Copy,
  ) {
    super();
  }
}

@CommandHandler(CopyExperiment)
export class CopyExperimentHandler implements ICommandHandler<CopyExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, original: id, copy: command }: CopyExperiment): Promise<Handled<Experiment | null>> {
    const { environment } = context;
    return this.runner.run(experimentAggregate, experimentStream(environment, command.id), context, async (state) => {
      const loaded = await this.runner.load(experimentAggregate, experimentStream(environment, id));
      const original = existing(loaded.state, id);
      const flag = changeable((await this.runner.load(flagAggregate, flagStream(original.flag))).state, original.flag);
      return copy(state, original, flag, context.actor, command, await versionsOfNamed(this.runner, original));
    });
  }
}
