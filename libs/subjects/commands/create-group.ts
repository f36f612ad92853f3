import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { createGroup, groupAggregate, groupStream, type Group, type MembersRequest } from '../group.js';

export class CreateGroup extends Command<Handled<Group | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly members: MembersRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateGroup)
export class CreateGroupHandler implements ICommandHandler<CreateGroup> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, members }: CreateGroup): Promise<Handled<Group | null>> {
    return this.runner.run(groupAggregate, groupStream(key), context, (state) => createGroup(state, key, members));
  }
}
