import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { editEventType, type EventType, type EventTypeChanges } from '../event-type.js';
import { checkSchema } from '../schema/check-schema.js';
import { changeEventType } from './change-event-type.js';
import { TypeUses } from '../type-uses.js';

export class EditEventType extends Command<Handled<EventType | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly changes: EventTypeChanges,
    /** True where the caller knows that live experiments count the type, and their events fit the new schema. */
    readonly confirm = false,
  ) {
    super();
  }
}

/** Another schema may reject what live experiments count, so that needs to be confirmed; no schema takes everything. */
@CommandHandler(EditEventType)
export class EditEventTypeHandler implements ICommandHandler<EditEventType> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly uses: TypeUses,
  ) {}

  async execute({ context, key, changes, confirm }: EditEventType): Promise<Handled<EventType | null>> {
    if (changes.schema) checkSchema(changes.schema, '/schema');
    return await changeEventType(this.runner, context, key, async (loaded) => {
      const events = editEventType(loaded.state, key, changes);
      const mayReject = events.some(({ type, data }) => type === 'event_type_edited' && data.schema);
      if (mayReject && !confirm) {
        const advice = 'send "confirm": true if their events fit the new schema';
        await this.uses.checkUncounted(key, loaded.events, advice);
      }
      return events;
    });
  }
}
