import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { existing } from '../checks.js';
import { reserveCounted } from '../counted-types.js';
import { experimentAggregate, type Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../quorum.js';
import { approve } from '../review.js';
import { reserveFor } from '../slot-reservation.js';

export class ApproveExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(ApproveExperiment)
export class ApproveExperimentHandler implements ICommandHandler<ApproveExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment }: ApproveExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const quorum = await quorumOf(this.runner, state?.owner.id ?? null, context.environment);
      const events = approve(state, id, context.actor, quorum, comment);
      const experiment = existing(state, id);
      await reserveFor(this.runner, experiment, events, context);
      await reserveCounted(this.runner, experiment, events, context);
      return events;
    });
  }
}
