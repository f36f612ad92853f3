import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { renameEventType, eventTypeAggregate, eventTypeStream, type EventType } from '../event-type.js';

export class RenameEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameEventType)
export class RenameEventTypeHandler implements ICommandHandler<RenameEventType> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, name }: RenameEventType): Promise<Handled<EventType | null>> {
    return this.runner.run(eventTypeAggregate, eventTypeStream(key), context, (state) =>
      renameEventType(state, key, name),
    );
  }
}
