import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import type { Role } from '../../event-sourcing/author.js';
import { changeUser, userAggregate, userStream, type User } from '../user.js';

export class ChangeUser extends Command<Handled<User | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly changes: { readonly name?: string | undefined; readonly role?: Role | undefined },
  ) {
    super();
  }
}

@CommandHandler(ChangeUser)
export class ChangeUserHandler implements ICommandHandler<ChangeUser> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, changes }: ChangeUser): Promise<Handled<User | null>> {
    return this.runner.run(userAggregate, userStream(id), context, (state) => changeUser(state, id, changes));
  }
}
