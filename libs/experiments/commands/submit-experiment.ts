import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../starting/quorum.js';
import { submit } from '../review.js';
import { loadSurroundings } from '../starting/surroundings.js';
import { warningsOf } from '../warnings.js';

export class SubmitExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(SubmitExperiment)
export class SubmitExperimentHandler implements ICommandHandler<SubmitExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: SubmitExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const quorum = await quorumOf(this.runner, state?.owner.id ?? null, context.environment);
      const warnings = state ? warningsOf(state, await loadSurroundings(this.runner, state)) : [];
      return submit(state, id, context.actor, quorum, comment, warnings);
    });
  }
}
