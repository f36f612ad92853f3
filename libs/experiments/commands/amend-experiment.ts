import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { amend, type AmendmentRequest } from '../amending.js';
import { checkMeasurable } from '../content/check-measurable.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { checkRaise } from '../starting/check-raise.js';
import { existing } from '../content/checks.js';
import { checkCounted, reserveCounted } from '../starting/counted-types.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { LiveExperiments } from '../live-experiments.js';
import { quorumOf } from '../starting/quorum.js';
import { reserveFor } from '../starting/slot-reservation.js';
import type { Commented } from './on-experiment.js';

interface AmendmentToOpen extends Commented {
  readonly changes: AmendmentRequest;
  /** True where the caller knows that it takes subjects from younger experiments: it holds until the last vote. */
  readonly confirm?: boolean | undefined;
}

export class AmendExperiment extends commandWith<AmendmentToOpen, Handled<Experiment | null>>() {}

@CommandHandler(AmendExperiment)
export class AmendExperimentHandler implements ICommandHandler<AmendExperiment> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly live: LiveExperiments,
  ) {}

  execute({ context, id, changes, comment, confirm = false }: AmendExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const { actor, environment, at } = context;
      const versions = await versionsOfNamed(this.runner, changes, state?.metricVersions);
      const quorum = await quorumOf(this.runner, state?.owner.id ?? null, environment);
      const events = amend(state, id, actor, quorum, changes, versions, comment, at);
      const experiment = existing(state, id);
      await checkMeasurable(this.runner, changes, experiment, events);
      const { traffic } = changes;
      if (!confirm && traffic !== undefined) await checkRaise(this.runner, this.live, experiment, traffic);
      // What the last vote would refuse is told at once.
      for (const { type, data } of events) {
        if (type === 'experiment_amendment_opened') await checkCounted(this.runner, { ...experiment, ...data.changes });
      }
      await reserveFor(this.runner, experiment, events, context);
      await reserveCounted(this.runner, experiment, events, context);
      return events;
    });
  }
}
