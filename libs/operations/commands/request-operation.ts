import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Position } from '../../event-store/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { operationsAggregate, OPERATIONS_STREAM, type OperationEvent } from '../../projections/index.js';

export class RequestOperation extends Command<{ readonly position: Position; readonly revision: number }> {
  constructor(
    readonly context: CommandContext,
    readonly type: OperationEvent['type'],
    readonly projection: string,
  ) {
    super();
  }
}

@CommandHandler(RequestOperation)
export class RequestOperationHandler implements ICommandHandler<RequestOperation> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, type, projection }: RequestOperation): Promise<{ position: Position; revision: number }> {
    return this.runner.run(operationsAggregate, OPERATIONS_STREAM, context, () => [{ type, data: { projection } }]);
  }
}
