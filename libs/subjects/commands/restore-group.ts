import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { groupAggregate, groupStream, restoreGroup, type Group } from '../group.js';

export class RestoreGroup extends Command<Handled<Group | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(RestoreGroup)
export class RestoreGroupHandler implements ICommandHandler<RestoreGroup> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: RestoreGroup): Promise<Handled<Group | null>> {
    return this.runner.run(groupAggregate, groupStream(key), context, (state) => restoreGroup(state, key));
  }
}
