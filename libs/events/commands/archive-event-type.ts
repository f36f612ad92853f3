import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { archiveEventType, eventTypeAggregate, eventTypeStream, type EventType } from '../event-type.js';

export class ArchiveEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(ArchiveEventType)
export class ArchiveEventTypeHandler implements ICommandHandler<ArchiveEventType> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: ArchiveEventType): Promise<Handled<EventType | null>> {
    return this.runner.run(eventTypeAggregate, eventTypeStream(key), context, (state) => archiveEventType(state, key));
  }
}
