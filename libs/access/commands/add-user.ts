import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { addUser, userAggregate, userStream, type User } from '../user.js';

export class AddUser extends Command<Handled<User | null>> {
  constructor(
    readonly context: CommandContext,
    readonly user: User,
  ) {
    super();
  }
}

@CommandHandler(AddUser)
export class AddUserHandler implements ICommandHandler<AddUser> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, user }: AddUser): Promise<Handled<User | null>> {
    return this.runner.run(userAggregate, userStream(user.id), context, (state) => addUser(state, user));
  }
}
