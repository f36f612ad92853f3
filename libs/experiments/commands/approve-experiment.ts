import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { existing } from '../content/checks.js';
import { reserveCounted } from '../starting/counted-types.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { quorumOf } from '../starting/quorum.js';
import { approve } from '../review.js';
import { reserveFor } from '../starting/slot-reservation.js';
import { Verdicts } from '../verdicts.js';
import type { Commented } from './on-experiment.js';

export class ApproveExperiment extends commandWith<Commented, Handled<Experiment | null>>() {}

@CommandHandler(ApproveExperiment)
export class ApproveExperimentHandler implements ICommandHandler<ApproveExperiment> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly verdicts: Verdicts,
  ) {}

  execute({ context, id, comment }: ApproveExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const quorum = await quorumOf(this.runner, state?.owner.id ?? null, context.environment);
      const verdict = state?.amendment?.completion ? await this.verdicts.on(state) : null;
      const events = approve(state, id, context.actor, quorum, comment, verdict);
      const experiment = existing(state, id);
      await reserveFor(this.runner, experiment, events, context);
      await reserveCounted(this.runner, experiment, events, context);
      return events;
    });
  }
}
