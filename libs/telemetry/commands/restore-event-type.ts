import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { restoreEventType, type EventType } from '../event-type.js';
import { changeEventType } from './change-event-type.js';

/** Takes events of an archived type in again. */
export class RestoreEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(RestoreEventType)
export class RestoreEventTypeHandler implements ICommandHandler<RestoreEventType> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: RestoreEventType): Promise<Handled<EventType | null>> {
    return changeEventType(this.runner, context, key, ({ state }) => restoreEventType(state, key));
  }
}
