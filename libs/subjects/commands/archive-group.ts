import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { archiveGroup, groupAggregate, groupStream, type Group } from '../group.js';

export class ArchiveGroup extends Command<Handled<Group | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(ArchiveGroup)
export class ArchiveGroupHandler implements ICommandHandler<ArchiveGroup> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: ArchiveGroup): Promise<Handled<Group | null>> {
    return this.runner.run(groupAggregate, groupStream(key), context, (state) => archiveGroup(state, key));
  }
}
