import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import {
  editEventType,
  eventTypeAggregate,
  eventTypeStream,
  type EventType,
  type EventTypeChanges,
} from '../event-type.js';
import { checkSchema } from '../schema/check-schema.js';

export class EditEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly changes: EventTypeChanges,
  ) {
    super();
  }
}

@CommandHandler(EditEventType)
export class EditEventTypeHandler implements ICommandHandler<EditEventType> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, key, changes }: EditEventType): Promise<Handled<EventType | null>> {
    if (changes.schema) checkSchema(changes.schema, '/schema');
    return await this.runner.run(eventTypeAggregate, eventTypeStream(key), context, (state) =>
      editEventType(state, key, changes),
    );
  }
}
