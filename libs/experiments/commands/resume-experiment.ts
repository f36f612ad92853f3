import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { checkCounted } from '../starting/counted-types.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { resume } from '../running.js';

export class ResumeExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly why: { readonly trigger: string | null; readonly comment: string | null },
  ) {
    super();
  }
}

@CommandHandler(ResumeExperiment)
export class ResumeExperimentHandler implements ICommandHandler<ResumeExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, why }: ResumeExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const events = resume(state, id, context.actor, why, context.at);
      if (state) await checkCounted(this.runner, state);
      return events;
    });
  }
}
