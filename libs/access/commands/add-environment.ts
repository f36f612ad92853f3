import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { addEnvironment, environmentsAggregate, ENVIRONMENTS_STREAM, type Environment } from '../environment.js';

export class AddEnvironment extends Command<Handled<readonly Environment[]>> {
  constructor(
    readonly context: CommandContext,
    readonly environment: Environment,
  ) {
    super();
  }
}

@CommandHandler(AddEnvironment)
export class AddEnvironmentHandler implements ICommandHandler<AddEnvironment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, environment }: AddEnvironment): Promise<Handled<readonly Environment[]>> {
    return this.runner.run(environmentsAggregate, ENVIRONMENTS_STREAM, context, (state) =>
      addEnvironment(state, environment),
    );
  }
}
