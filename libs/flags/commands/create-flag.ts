import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { checkGroups } from '../../subjects/index.js';
import { createFlag, type CreateFlag as Definition } from '../defining.js';
import { flagAggregate, type Flag } from '../flag.js';
import { flagStream } from '../flag.events.js';
import { groupsOfRules } from '../rules.js';

export class CreateFlag extends Command<Handled<Flag | null>> {
  constructor(
    readonly context: CommandContext,
    readonly flag: Definition,
  ) {
    super();
  }
}

@CommandHandler(CreateFlag)
export class CreateFlagHandler implements ICommandHandler<CreateFlag> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, flag }: CreateFlag): Promise<Handled<Flag | null>> {
    return this.runner.run(flagAggregate, flagStream(flag.key), context, async (state) => {
      const events = createFlag(state, flag);
      await checkGroups(this.runner, groupsOfRules(flag.rules ?? [], '/rules'));
      return events;
    });
  }
}
