import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { checkRaise } from '../starting/check-raise.js';
import { existing } from '../content/checks.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { LiveExperiments } from '../live-experiments.js';
import { changeTraffic } from '../narrowing.js';
import { reserveFor } from '../starting/slot-reservation.js';
import type { Commented } from './on-experiment.js';

interface TrafficChange extends Commented {
  /** Percentage, as a decimal. */
  readonly traffic: string;
  /** True where the caller knows that it takes subjects from younger experiments. */
  readonly confirm?: boolean | undefined;
}

export class ChangeTraffic extends commandWith<TrafficChange, Handled<Experiment | null>>() {}

@CommandHandler(ChangeTraffic)
export class ChangeTrafficHandler implements ICommandHandler<ChangeTraffic> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly live: LiveExperiments,
  ) {}

  execute({ context, id, traffic, comment, confirm = false }: ChangeTraffic): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const events = changeTraffic(state, id, context.actor, traffic, comment);
      const experiment = existing(state, id);
      if (!confirm && events.length > 0) await checkRaise(this.runner, this.live, experiment, traffic);
      await reserveFor(this.runner, experiment, events, context);
      return events;
    });
  }
}
