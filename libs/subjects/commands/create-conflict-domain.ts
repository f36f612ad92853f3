import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import {
  conflictDomainAggregate,
  conflictDomainStream,
  createConflictDomain,
  type ConflictDomain,
} from '../conflict-domain.js';

export class CreateConflictDomain extends Command<Handled<ConflictDomain | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(CreateConflictDomain)
export class CreateConflictDomainHandler implements ICommandHandler<CreateConflictDomain> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: CreateConflictDomain): Promise<Handled<ConflictDomain | null>> {
    const { environment } = context;
    return this.runner.run(conflictDomainAggregate, conflictDomainStream(environment, key), context, (state) =>
      createConflictDomain(state, key, environment),
    );
  }
}
