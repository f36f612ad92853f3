import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { groupAggregate, groupStream, replaceGroup, type Group, type MembersRequest } from '../group.js';

export class ReplaceGroup extends Command<Handled<Group | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly members: MembersRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceGroup)
export class ReplaceGroupHandler implements ICommandHandler<ReplaceGroup> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, members }: ReplaceGroup): Promise<Handled<Group | null>> {
    return this.runner.run(groupAggregate, groupStream(key), context, (state) => replaceGroup(state, key, members));
  }
}
