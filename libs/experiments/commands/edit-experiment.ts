import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { changeable, flagAggregate, flagStream } from '../../flags/index.js';
import { checkConflictDomain } from '../content/check-conflict-domain.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { checkTargeting } from '../content/check-targeting.js';
import type { ContentChanges } from '../content/content.js';
import { existing } from '../content/checks.js';
import { edit, type Labels } from '../drafting.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';

export class EditExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly changes: ContentChanges & Labels,
  ) {
    super();
  }
}

@CommandHandler(EditExperiment)
export class EditExperimentHandler implements ICommandHandler<EditExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, changes }: EditExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const { flag: key, targeting } = existing(state, id);
      const flag = changeable((await this.runner.load(flagAggregate, flagStream(key))).state, key);
      await checkConflictDomain(this.runner, changes.conflictDomain, context.environment);
      const events = edit(state, id, flag, context.actor, changes, await versionsOfNamed(this.runner, changes));
      await checkTargeting(this.runner, changes.targeting, targeting);
      return events;
    });
  }
}
