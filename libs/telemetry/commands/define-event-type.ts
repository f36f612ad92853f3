import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import {
  defineEventType,
  eventTypeAggregate,
  eventTypeStream,
  type EventType,
  type EventTypeDefinition,
} from '../event-type.js';
import { checkSchema } from '../schema/check-schema.js';

export class DefineEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly eventType: EventTypeDefinition,
  ) {
    super();
  }
}

@CommandHandler(DefineEventType)
export class DefineEventTypeHandler implements ICommandHandler<DefineEventType> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, eventType }: DefineEventType): Promise<Handled<EventType | null>> {
    if (eventType.schema) checkSchema(eventType.schema, '/schema');
    return await this.runner.run(eventTypeAggregate, eventTypeStream(eventType.key), context, (state) =>
      defineEventType(state, eventType),
    );
  }
}
