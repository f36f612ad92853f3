import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { changeable, flagAggregate, flagStream } from '../../flags/index.js';
import { checkConflictDomain } from '../content/check-conflict-domain.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { checkTargeting } from '../content/check-targeting.js';
import { draft, type DraftExperiment as Draft } from '../drafting.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { unknownFlag } from '../content/check-flag.js';

export class DraftExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly flagKey: string,
    readonly draft: Draft,
  ) {
    super();
  }
}

@CommandHandler(DraftExperiment)
export class DraftExperimentHandler implements ICommandHandler<DraftExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, flagKey, draft: command }: DraftExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, command.id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const flag = (await this.runner.load(flagAggregate, flagStream(flagKey))).state;
      if (!flag) throw unknownFlag(flagKey);
      await checkConflictDomain(this.runner, command.conflictDomain, context.environment);
      const versions = await versionsOfNamed(this.runner, command);
      const events = draft(state, changeable(flag, flagKey), context.actor, command, versions);
      await checkTargeting(this.runner, command.targeting);
      return events;
    });
  }
}
