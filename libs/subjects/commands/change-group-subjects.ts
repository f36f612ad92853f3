import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { changeSubjects, groupAggregate, groupStream, type Group } from '../group.js';

export class ChangeGroupSubjects extends Command<Handled<Group | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly change: { readonly add?: readonly string[] | undefined; readonly remove?: readonly string[] | undefined },
  ) {
    super();
  }
}

@CommandHandler(ChangeGroupSubjects)
export class ChangeGroupSubjectsHandler implements ICommandHandler<ChangeGroupSubjects> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, change }: ChangeGroupSubjects): Promise<Handled<Group | null>> {
    return this.runner.run(groupAggregate, groupStream(key), context, (state) => changeSubjects(state, key, change));
  }
}
