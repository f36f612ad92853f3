import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { defineEventType, eventTypeAggregate, eventTypeStream, type EventType } from '../event-type.js';

export class DefineEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly eventType: { readonly key: string; readonly name: string; readonly exposure: boolean },
  ) {
    super();
  }
}

@CommandHandler(DefineEventType)
export class DefineEventTypeHandler implements ICommandHandler<DefineEventType> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, eventType }: DefineEventType): Promise<Handled<EventType | null>> {
    return this.runner.run(eventTypeAggregate, eventTypeStream(eventType.key), context, (state) =>
      defineEventType(state, eventType),
    );
  }
}
